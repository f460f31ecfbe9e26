import { describe, expect, it } from '@jest/globals';
import { pathsMeet } from '../../../../lambdas/adapters/dynamodb/paths-meet.ts';

describe('pathsMeet', () => {
  it.each<[readonly string[], boolean]>([
    [[], false],
    [['a'], false],
    [['a', 'b'], false],
    [['a', 'a'], true],
    [['m.a', 'm.b'], false],
    [['m.a', 'm.a'], true],
    [['m', 'm.a'], true],
    [['m.a', 'm'], true],
    [['m.a', 'a'], false],
    [['m.a.b', 'm.a'], false],
    [['ma', 'm.a'], false],
  ])('judges %j', (paths, meet) => {
    expect(pathsMeet(paths)).toBe(meet);
  });
});
