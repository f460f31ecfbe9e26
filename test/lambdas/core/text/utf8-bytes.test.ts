import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { utf8Bytes } from '../../../../lambdas/core/text/utf8-bytes.ts';

it('counts the bytes of a text as its encoder does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
    }),
  );
});
