import { describe, expect, it } from 'vitest';
import type { Grant } from '../../lib/api/types';
import { blocksOf, grantsOf } from './roles';

const grant = (role: Grant['role'], path: string): Grant => ({
  role,
  area_path: path,
  area_name: path,
  area_name_bn: '',
  area_name_hi: '',
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
    expect(grantsOf([{ path: '/19/', name: '', roles: [] }])).toEqual([]);
  });
});
