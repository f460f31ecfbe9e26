import { expect, it } from '@jest/globals';
import { unmasked } from '../../../../lambdas/core/privacy/unmasked.ts';

it.each([
  ['a hidden value', { a: '***' }, { a: 'x' }, { a: 'x' }],
  ['one in a list', [{ a: '***', n: 2 }], [{ a: 'x', n: 1 }], [{ a: 'x', n: 2 }]],
  ['one that was an object', { a: '***' }, { a: { b: 1 } }, { a: { b: 1 } }],
  [
    'one in a message within',
    { Message: '{"a":"***","n":2}' },
    { Message: '{"a":"x","n":1}' },
    { Message: '{"a":"x","n":2}' },
  ],
  ['one where nothing was', { a: '***' }, {}, { a: '***' }],
  ['nothing that is shown', { a: 'new' }, { a: 'old' }, { a: 'new' }],
  ['nothing of another kind', 'text', { a: 'x' }, 'text'],
])('brings back %s', (...[, edited, original, expected]) => {
  expect(unmasked(edited, original)).toEqual(expected);
});
