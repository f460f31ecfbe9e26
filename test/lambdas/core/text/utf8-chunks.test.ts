import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { utf8Chunks } from '../../../../lambdas/core/text/utf8-chunks.ts';

const bytesOf = (text: string): number => Buffer.byteLength(text);

describe('pieces of a text', () => {
  it('are the text together, and each fits and is whole', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 40 }), (text, limit) => {
        const pieces = utf8Chunks(text, limit);

        expect(pieces.join('')).toBe(text);
        expect(pieces.every((piece) => bytesOf(piece) <= limit && piece.isWellFormed())).toBe(true);
      }),
    );
  });

  it.each([
    ['', 4, ['']],
    ['abcd', 4, ['abcd']],
    ['abcde', 4, ['abcd', 'e']],
    ['ééé', 4, ['éé', 'é']],
    ['€€', 4, ['€', '€']],
    ['a😀b', 4, ['a', '😀', 'b']],
  ])('of %j with at most %i bytes are %j', (text, limit, pieces) => {
    expect(utf8Chunks(text, limit)).toEqual(pieces);
  });
});
