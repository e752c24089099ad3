import { describe, expect, it } from 'vitest';
import type { Grant } from '../../lib/api/types';
import { blocksOf, grantsOf, hasEnded } from './roles';

const grant = (role: Grant['role'], path: string): Grant => ({
  role,
  area_path: path,
  area_name: path,
  area_name_bn: '',
  area_name_hi: '',
  ends_at: null,
});

describe('roles over areas', () => {
  it('are shown by area and sent as they were', () => {
    const grants = [grant('distributor', '/19/'), grant('auditor', '/'), grant('storekeeper', '/19/')];
    const blocks = blocksOf(grants, (one) => one.area_name);
    expect(blocks.map((block) => [block.path, block.roles.length])).toEqual([
      ['/19/', 2],
      ['/', 1],
    ]);
    expect(grantsOf(blocks)).toHaveLength(3);
    expect(grantsOf(blocks)).toContainEqual({ role: 'storekeeper', area_path: '/19/' });
  });

  it('are none for an area without roles', () => {
    expect(grantsOf([{ path: '/19/', name: '', roles: [], until: '' }])).toEqual([]);
  });

  it('are shown with their last day and sent with its end', () => {
    const until = { ...grant('auditor', '/'), ends_at: '2026-12-31T18:30:00Z' };
    const blocks = blocksOf([grant('storekeeper', '/'), until], (one) => one.area_name);
    expect(blocks.map((block) => block.until)).toEqual(['', '2026-12-31']);
    expect(grantsOf(blocks)).toEqual([
      { role: 'storekeeper', area_path: '/' },
      { role: 'auditor', area_path: '/', ends_at: '2026-12-31T18:30:00.000Z' },
    ]);
    expect(hasEnded(until)).toBe(Date.parse(until.ends_at) <= Date.now());
    expect(hasEnded({ ends_at: '2020-01-01T18:30:00Z' })).toBe(true);
    expect(hasEnded({ ends_at: null })).toBe(false);
  });
});
