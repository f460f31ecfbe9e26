import { expect, it } from '@jest/globals';
import { printable } from '../../../console/command/printable.ts';

it.each([
  ['plain ü 漢', 'plain ü 漢'],
  ['\u001b[31mred\u0007', '?[31mred?'],
  ['a\r\nb\u009bc', 'a??b?c'],
  ['left\u202eright', 'left?right'],
])('shows %j as %s', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

it('cuts what is longer than asked', () => {
  expect(printable('abcdef', 4)).toBe('abc…');
  expect(printable('abcd', 4)).toBe('abcd');
});
