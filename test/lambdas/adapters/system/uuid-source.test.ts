import { describe, expect, it } from '@jest/globals';
import { uuidSource } from '../../../../lambdas/adapters/system/uuid-source.ts';

describe('uuid source', () => {
  it('gives UUIDs of version 7 that are unique and sort by their creation', () => {
    const ids = Array.from({ length: 1000 }, () => uuidSource.next());

    expect(ids.every((id) => /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(1000);
    expect([...ids].sort()).toEqual(ids);
  });
});
