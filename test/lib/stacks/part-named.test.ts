import { describe, expect, it } from '@jest/globals';
import { partNamed } from '../../../lib/stacks/part-named.ts';

describe('partNamed', () => {
  it('finds a part by its name', () => {
    expect(partNamed({ orders: 1 }, 'orders')).toBe(1);
  });

  it.each(['order', 'toString'])('fails for the unknown name %s', (name) => {
    expect(() => partNamed({ orders: 1 }, name)).toThrow(
      `a part of the pipeline must be named before it is used, got "${name}"`,
    );
  });
});
