import { describe, expect, it } from '@jest/globals';
import { withBlock } from './with-block.ts';

const page = 'before\n<!-- a:begin -->\nold\n<!-- a:end -->\nbetween\n<!-- b:begin -->\n<!-- b:end -->\nafter\n';

describe('a block of a page', () => {
  it('is replaced by another text and leaves the rest', () => {
    const once = withBlock(page, 'a', 'new\n');

    expect(once).toBe(page.replace('\nold\n', '\n\n```text\nnew\n```\n\n'));
    expect(withBlock(once, 'a', 'new')).toBe(once);
  });

  it('fails without its markers', () => {
    expect(() => withBlock(page, 'c', 'new')).toThrow('a page must have the markers of "c", got none');
  });
});
