import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { sha256Fingerprint } from '../../../../lambdas/adapters/system/sha256-fingerprint.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { personal } from '../../../../lambdas/contracts/events/personal.ts';
import type { Fold } from '../../../../lambdas/core/event-store/decider.ts';
import { emptyStream } from '../../../../lambdas/core/event-store/loaded-stream.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { createForgetPerson } from '../../../../lambdas/core/privacy/forget-person.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { type PersonalRig, personalRig } from '../../../support/personal-rig.ts';

const Told = event('told', {
  schema: z.object({
    id: z.string(),
    who: personal(z.string()),
    words: z.array(z.object({ plain: z.string(), secret: z.optional(personal(z.string())) })),
    byName: z.record(z.string(), personal(z.nullable(z.string()))),
    whole: z.optional(personal(z.object({ deep: z.array(z.string()) }), { forgotten: { deep: [] } })),
  }),
  key: ({ id }) => id,
  dataSubject: ({ who }) => who,
});
type Told = z.infer<z.ZodMiniType<ReturnType<typeof Told.parse>>>;

const everything: Fold<readonly Told[], readonly [typeof Told]> = {
  category: 'told',
  initial: [],
  events: [Told],
  evolve: (state, { data }) => [...state, data],
  snapshot: { version: 1, schema: z.array(Told.schema as z.ZodMiniType<Told>) },
};

/** No base64 and no JSON of the engine's own holds a blank between two arrows. */
const secret = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => `← →${text}`);
const name = fc
  .oneof(fc.constantFrom('*', '0', 'data'), fc.string({ minLength: 1, maxLength: 4 }))
  .filter((one) => one !== '__proto__');
const told = fc.record({
  who: fc.constant('← →ada'),
  words: fc.array(
    fc.record({ plain: fc.string({ maxLength: 5 }), secret }, { requiredKeys: ['plain'], noNullPrototype: true }),
    { maxLength: 3 },
  ),
  byName: fc.dictionary(name, fc.option(secret), { maxKeys: 3, noNullPrototype: true }),
  whole: fc.option(fc.record({ deep: fc.array(secret, { maxLength: 2 }) }, { noNullPrototype: true }), {
    nil: undefined,
  }),
});
const stream = fc.array(told, { minLength: 1, maxLength: 4 });

async function filled(texts: readonly Omit<Told, 'id'>[], spillBytes: number): Promise<PersonalRig> {
  const rig = personalRig({ spillBytes });
  for (const [index, data] of texts.entries()) {
    const after = index === 0 ? emptyStream(everything, 'told-a') : await rig.events.load(everything, 'told-a');
    await rig.events.append(everything, { after, events: [Told.of({ id: 'a', ...data })], cause: undefined });
  }
  return rig;
}

async function bytesOf({ items, payloads }: PersonalRig): Promise<string> {
  const subject = sha256Fingerprint('data subject\n← →ada');
  const found = await Promise.all(['told-a', `subject-${subject}`].map((partition) => items.query({ partition })));
  return JSON.stringify([found, [...payloads.kept.values()]]);
}

describe('whatever is told about a person', () => {
  it('is read as it was written, with nothing personal in any stored byte', async () => {
    await fc.assert(
      fc.asyncProperty(stream, fc.constantFrom(1024, 64 * 1024), async (texts, spillBytes) => {
        const rig = await filled(texts, spillBytes);

        const { state } = await rig.restarted().events.load(everything, 'told-a');

        expect(JSON.parse(JSON.stringify(state))).toEqual(
          JSON.parse(JSON.stringify(texts.map((data) => ({ id: 'a', ...data })))),
        );
        expect(await bytesOf(rig)).not.toContain('← →');
      }),
      { numRuns: 60 },
    );
  });

  it('failure mode 60: is read without what is personal once the person is forgotten, and is nowhere to be found', async () => {
    await fc.assert(
      fc.asyncProperty(stream, fc.constantFrom(1024, 64 * 1024), async (texts, spillBytes) => {
        const rig = await filled(texts, spillBytes);
        const [ids, { items, clock }] = [fixedIds('f'), rig];
        const writer = createMessageWriter({ ids, clock, source: '/test' });
        await createForgetPerson({ items, writer, clock, ids, fingerprint: sha256Fingerprint }).forget('← →ada', 'by');

        const { state } = await rig.restarted().events.load(everything, 'told-a');

        expect(JSON.stringify(state)).not.toContain('← →');
        expect(state.map(({ who, words }) => [who, words.map(({ plain }) => plain)])).toEqual(
          texts.map(({ words }) => ['forgotten', words.map(({ plain }) => plain)]),
        );
        expect(await bytesOf(rig)).not.toContain('← →');
      }),
      { numRuns: 60 },
    );
  });
});
