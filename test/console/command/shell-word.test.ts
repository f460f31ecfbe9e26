import { expect, it } from '@jest/globals';
import { shellWord } from '../../../console/command/shell-word.ts';

it.each([
  ['order-1', 'order-1'],
  ['data.total=100', 'data.total=100'],
  ['two words', `'two words'`],
  ['$(reboot); `ls`', "'$(reboot); `ls`'"],
  ["it's", String.raw`'it'\''s'`],
  ['a\nb', `'a?b'`],
  ['', `''`],
])('shows %j so that a shell takes it for one word', (word, shown) => {
  expect(shellWord(word)).toBe(shown);
});
