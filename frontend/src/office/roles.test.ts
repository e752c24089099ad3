import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Role, WaitingWork } from '../lib/api/types';

const roles: Role[] = [];
vi.mock('../lib/session.svelte', () => ({
  account: () => null,
  holds: (...any: Role[]) => any.some((role) => roles.includes(role)),
}));

const { GROUPS, menu, SECTIONS } = await import('./roles');
const { QUEUES_OF, shownCount, waitingOn } = await import('./waiting.svelte');

const work = (queues: WaitingWork['queues']): WaitingWork => ({ queues, counted_at: '2026-06-01T08:00:00Z' });

describe('the menu', () => {
  beforeEach(() => {
    roles.length = 0;
  });

  it('has at most nine entries for anybody, and each page once', () => {
    roles.push(
      'administrator',
      'outreach_worker',
      'distributor',
      'storekeeper',
      'coordinator',
      'protection_officer',
      'treasurer',
      'auditor',
    );
    expect(menu().length).toBeLessThanOrEqual(9);
    expect(menu().flatMap((one) => one.sections)).toEqual(SECTIONS);
    expect(new Set(SECTIONS).size).toBe(SECTIONS.length);
  });

  it.each<[Role, string[]]>([
    ['treasurer', ['desk', 'pending', 'campaigns']],
    ['distributor', ['desk', 'pending', 'distributions', 'situations']],
    ['storekeeper', ['desk', 'pending', 'exports', 'stock', 'waybills', 'items', 'exceptions', 'situations']],
    ['outreach_worker', ['desk', 'pending', 'overview', 'exports', 'households', 'houses', 'situations', 'forms']],
  ])('offers a %s what the role may open', (role, pages) => {
    roles.push(role);
    expect(menu().flatMap((one) => one.sections)).toEqual(pages);
  });

  it('offers nothing but the desk without a role', () => {
    expect(menu()).toEqual([{ group: 'todo', sections: ['desk', 'pending'] }]);
  });
});

describe('the numbers of the menu', () => {
  it('has a page for each queue, once', () => {
    const queues = Object.values(QUEUES_OF).flat();
    expect(new Set(queues).size).toBe(queues.length);
    expect(queues).toHaveLength(10);
  });

  it('adds up what waits on the pages of a group, and says where it was not counted further', () => {
    const some = work([
      { queue: 'exceptions', count: 3, more: false },
      { queue: 'complaints', count: 50, more: true },
      { queue: 'plans', count: 7, more: false },
    ]);
    expect(waitingOn(GROUPS.trouble, some)).toEqual({ count: 53, more: true });
    expect(waitingOn(GROUPS.relief, some)).toEqual({ count: 7, more: false });
    expect(waitingOn(GROUPS.goods, some)).toEqual({ count: 0, more: false });
    expect(shownCount({ count: 50, more: true })).not.toBe(shownCount({ count: 50, more: false }));
  });
});
