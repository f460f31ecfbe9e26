import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { personal } from '../../../../lambdas/contracts/events/personal.ts';
import { createPersonalMask } from '../../../../lambdas/core/privacy/personal-mask.ts';

const Written = event('letter.written', {
  schema: z.object({
    to: z.object({ name: personal(z.string()) }),
    lines: z.array(z.object({ text: personal(z.string()) })),
  }),
  key: () => 'k',
  dataSubject: ({ to }) => to.name,
});
const mask = createPersonalMask([Written]);

describe('what is personal', () => {
  it.each([
    ['in the data of its type', { data: { to: { name: 'Ada' }, lines: [{ text: 'hello' }] } }],
    ['in a message of another type that carries it on', { type: 'other', data: { copy: { name: 'Ada' } } }],
    ['in a list of states', [{ name: 'Ada' }, { deep: [[{ text: 'hello' }]] }]],
    ['that is a whole object', { name: { first: 'Ada' } }],
    ['in a message that lies as text within another', { Message: JSON.stringify({ data: { to: { name: 'Ada' } } }) }],
  ])('is hidden %s', (_, value) => {
    const shown = JSON.stringify(mask.json(value));

    expect(shown).not.toMatch(/Ada|hello/);
    expect(shown).toContain('***');
  });

  it('is hidden in a text that is JSON, and a text that is none is not shown at all', () => {
    expect(mask.text('{"to":{"name":"Ada"},"n":1}')).toBe('{"to":{"name":"***"},"n":1}');
    expect(mask.text('to: Ada')).toBe('*** (7 characters that are no JSON)');
  });

  it('is known by a path that leads to it or into it', () => {
    const paths = ['data.to.name', 'data.lines.0.text', 'name.first', 'data.to', 'data.lines.0'];

    expect(paths.map((path) => mask.covers(path))).toEqual([true, true, true, false, false]);
  });
});

it('leaves everything as it is where no type has personal data', () => {
  const none = createPersonalMask([]);

  expect(none.json({ name: 'Ada' })).toEqual({ name: 'Ada' });
  expect(none.text('to: Ada')).toBe('to: Ada');
  expect(none.covers('name')).toBe(false);
});

it('hides data as a whole when its type calls it personal as a whole', () => {
  const Whole = event('w', { schema: personal(z.string()), key: () => 'k', dataSubject: (data) => data });

  expect(createPersonalMask([Whole]).json({ type: 'w', data: 'Ada' })).toEqual({ type: 'w', data: '***' });
});
