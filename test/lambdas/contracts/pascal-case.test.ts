import { describe, expect, it } from '@jest/globals';
import { pascalCase } from '../../../lambdas/contracts/pascal-case.ts';

describe('pascalCase', () => {
  it.each([
    ['orderEvents', 'OrderEvents'],
    ['orders', 'Orders'],
  ])('writes %s as %s', (name, expected) => {
    expect(pascalCase(name)).toBe(expected);
  });
});
