import { beforeEach, describe, expect, it } from '@jest/globals';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { knownTypes, openEnvelope } from '../../../../lambdas/contracts/events/decode-envelope.ts';
import { emptyStream } from '../../../../lambdas/core/event-store/loaded-stream.ts';
import type { Loaded } from '../../../../lambdas/core/event-store/loaded-stream.ts';
import { eventsOf, tipKey } from '../../../../lambdas/core/event-store/tip.ts';
import { letterFault } from '../../../../lambdas/core/dead-letter/letter-fault.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { decodeAll } from '../../../../lambdas/core/payload/decode-all.ts';
import { wholeEnvelope } from '../../../../lambdas/core/payload/whole-envelope.ts';
import { createForgetPerson } from '../../../../lambdas/core/privacy/forget-person.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { sha256Fingerprint } from '../../../../lambdas/adapters/system/sha256-fingerprint.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import {
  PatientSeen,
  type PersonalRig,
  type Visit,
  personalRig,
  seen,
  visits,
  visitsWithSnapshot,
} from '../../../support/personal-rig.ts';

const stream = 'visit-v1';
const types = knownTypes([PatientSeen]);
let rig: PersonalRig;

beforeEach(() => {
  rig = personalRig();
});

async function append(
  on: PersonalRig,
  drafts: readonly ReturnType<typeof seen>[],
  fold = visits,
): Promise<Loaded<Visit>> {
  const result = await on.events.append(fold, {
    after: await on.events.load(fold, stream),
    events: drafts,
    cause: undefined,
  });
  return result.kind === 'appended' ? result.stream : emptyStream(fold, stream);
}

/** Every byte that is kept: items and payloads. */
async function stored({ items, payloads }: PersonalRig): Promise<string> {
  const partitions = [stream, ...(await subjects())];
  const found = await Promise.all(partitions.map((partition) => items.query({ partition })));
  return JSON.stringify([found, [...payloads.kept.values()]]);
}

async function subjects(): Promise<readonly string[]> {
  const people = ['ada@home', 'bob@home', 'somebody'];
  const looks = await Promise.all(people.map((person) => forgetting(rig).look(person)));
  return looks.map(({ subject }) => `subject-${subject}`);
}

function forgetting({ items, clock }: PersonalRig): ReturnType<typeof createForgetPerson> {
  const ids = fixedIds('f');
  const writer = createMessageWriter({ ids, clock, source: '/test' });
  return createForgetPerson({ items, writer, clock, ids, fingerprint: sha256Fingerprint });
}

describe('an event about a person', () => {
  it('is kept with nothing personal in clear, in its stream and in its message, and is read as it was written', async () => {
    await append(rig, [seen('ada@home', 'she coughs'), seen('ada@home', 'is well')]);

    expect(await stored(rig)).not.toMatch(/ada@home|she coughs|is well|"age":77/);
    expect((await rig.restarted().events.load(visits, stream)).state).toEqual({
      patient: 'ada@home',
      texts: ['she coughs', 'is well'],
    });
  });

  it('costs one read more for a key that is not in memory, and no request for one that is', async () => {
    await append(rig, [seen('ada@home', 'she coughs')]);
    const next = rig.restarted();

    await append(next, [seen('ada@home', 'is well')]);
    expect(next.counts).toEqual({ get: 2, write: 1, transact: 0, query: 0 });
    await append(next, [seen('ada@home', 'is very well')]);

    expect(next.counts).toEqual({ get: 3, write: 2, transact: 0, query: 0 });
  });

  it('costs one write more when it is the first about that person', async () => {
    await append(rig, [seen('ada@home', 'she coughs'), seen('ada@home', 'he sneezes')]);

    expect(rig.counts).toEqual({ get: 2, write: 2, transact: 0, query: 0 });
  });

  it('is sealed where its data is put aside, too', async () => {
    rig = personalRig({ spillBytes: 1024 });
    await append(rig, [seen('ada@home', 'she coughs '.repeat(500))]);

    expect(rig.payloads.kept.size).toBe(1);
    expect(await stored(rig)).not.toMatch(/ada@home|she coughs/);
    expect((await rig.restarted().events.load(visits, stream)).state.patient).toBe('ada@home');
  });

  it('says by a pseudonym which person it is about, to whoever may open it', async () => {
    await append(rig, [seen('ada@home')]);
    const [body = ''] = eventsOf((await rig.items.get(tipKey(stream))) ?? { key: tipKey(''), attributes: {} });

    const [event] = await decodeAll([body], types, { personal: rig.seal });

    expect(event).toMatchObject({ subject: 'v1', datasubject: (await forgetting(rig).look('ada@home')).subject });
    expect(event?.data).toMatchObject({ patient: 'ada@home', age: 77 });
  });

  it('is sealed in its message, which a reader without keys refuses rather than take for what it says', async () => {
    await append(rig, [seen('ada@home', 'she coughs')]);
    const [entry] = outboxEntries(await rig.items.get(tipKey(stream)));
    const body = entry?.message.body ?? '';

    await expect(decodeAll([body], types, undefined)).rejects.toMatchObject({ code: 'payload-sealed' });
    expect(await letterFault([PatientSeen], undefined)(body)).toBeUndefined();
  });

  it('is kept in clear where nothing in it is personal, or only what stands there for forgotten persons', async () => {
    await append(rig, [PatientSeen.of({ visit: 'v1', patient: 'somebody', age: 0, notes: [{ by: 'dr' }] })]);

    expect(JSON.stringify(await rig.items.get(tipKey(stream)))).not.toContain('dataseal');
    expect(rig.counts).toEqual({ get: 2, write: 1, transact: 0, query: 0 });
  });

  it.each([
    ['of another event', { id: 'other' }],
    ['of another version', { dataschema: 'urn:event:patient.seen:2' }],
    ['of another person', { datasubject: 'other' }],
    ['of an unknown scheme', { dataseal: 'rot13' }],
    ['without what is sealed', { data: { open: {} } }],
  ])('is not opened when its seal was moved there from one %s', async (_, change) => {
    await append(rig, [seen('ada@home', 'she coughs')]);
    const [entry] = outboxEntries(await rig.items.get(tipKey(stream)));
    const moved = { ...openEnvelope(entry?.message.body ?? ''), ...change };

    await expect(wholeEnvelope(moved, { personal: rig.seal })).rejects.toMatchObject({
      code: 'seal-broken',
      retryable: false,
    });
  });

  it('is not kept when its ordering key is personal, because that is never sealed', async () => {
    const Keyed = { ...PatientSeen, keyOf: ({ patient }: { readonly patient: string }) => patient };
    const { type, ...draft } = seen('ada@home');
    expect(type).toBe(PatientSeen);

    await expect(
      rig.events.append(visits, {
        after: emptyStream(visits, stream),
        events: [{ ...draft, type: Keyed }],
        cause: undefined,
      }),
    ).rejects.toMatchObject({ code: 'definition-invalid' });
  });

  it('is tried again while what wraps the keys does not answer', async () => {
    const down = new PipelineError('down', { code: 'keys-unavailable', retryable: true });
    const wrapping = { generate: () => Promise.reject(down), unwrap: () => Promise.reject(down) };
    rig = personalRig({ wrapping });

    await expect(append(rig, [seen('ada@home')])).rejects.toBe(down);
    expect(await rig.items.get(tipKey(stream))).toBeUndefined();
  });
});

describe('failure mode 60: a person who was forgotten', () => {
  beforeEach(async () => {
    await append(rig, [seen('ada@home', 'she coughs'), seen('bob@home', 'he sneezes')]);
    await forgetting(rig).forget('ada@home', 'operator');
  });

  it('is replaced in every event, also an old one, and the others are not', async () => {
    expect((await rig.restarted().events.load(visits, stream)).state.texts).toEqual(['forgotten', 'he sneezes']);
  });

  it('is not told by the pseudonym either', async () => {
    const [entry] = outboxEntries(await rig.items.get(tipKey(stream)));

    const [event] = await decodeAll([entry?.message.body ?? ''], types, { personal: rig.restarted().seal });

    expect(event).not.toHaveProperty('datasubject');
    expect(event?.data).toEqual({ visit: 'v1', patient: 'somebody', age: 0, notes: [{ by: 'dr', text: 'forgotten' }] });
  });

  it('cannot be given a key again: what comes in later is kept without what is personal', async () => {
    const later = rig.restarted();

    await append(later, [seen('ada@home', 'is back')]);

    expect(await later.keys.keyFor((await forgetting(rig).look('ada@home')).subject)).toEqual({ kind: 'forgotten' });
    expect(await stored(rig)).not.toMatch(/is back/);
    expect((await later.events.load(visits, stream)).state.texts).toEqual(['forgotten', 'he sneezes', 'forgotten']);
  });

  it('is remembered no longer than a key stays in the memory of a process', async () => {
    expect((await rig.events.load(visits, stream)).state.texts).toEqual(['she coughs', 'he sneezes']);

    rig.clock.advance(60_000);

    expect((await rig.events.load(visits, stream)).state.texts).toEqual(['forgotten', 'he sneezes']);
  });

  it('leaves a tombstone, an event and a record that do not name the person; again changes nothing', async () => {
    const { subject } = await forgetting(rig).look('ada@home');
    const again = await forgetting(rig).forget('ada@home', 'another');

    const items = await rig.items.query({ partition: `subject-${subject}` });

    expect(again).toMatchObject({ done: false, state: 'forgotten', record: { by: 'operator' } });
    expect(items.map(({ key }) => key.sort)).toEqual([expect.stringMatching(/^audit#/), 'key', 'tip']);
    expect(JSON.stringify(items)).not.toContain('ada@home');
    expect(JSON.stringify(items)).toContain('subject.forgotten');
    expect(JSON.stringify(items)).not.toContain('wrapped');
  });

  it('can be forgotten before anything is known of the person', async () => {
    expect(await forgetting(rig).look('eve@home')).toMatchObject({ state: 'unknown', record: undefined });

    expect(await forgetting(rig).forget('eve@home', 'operator')).toMatchObject({ done: true, state: 'forgotten' });
  });
});

describe('a snapshot of a stream with personal events', () => {
  it('is sealed for the person whose state it is, and read again', async () => {
    const using = visitsWithSnapshot;
    const { tip } = await append(rig, [seen('ada@home', 'she coughs')], using);

    expect(tip.snapshot).toMatchObject({ subject: (await forgetting(rig).look('ada@home')).subject });
    expect(await stored(rig)).not.toMatch(/ada@home|she coughs/);
    expect((await rig.restarted().events.load(using, stream)).state).toEqual({
      patient: 'ada@home',
      texts: ['she coughs'],
    });
  });

  it('is kept in clear as long as nothing personal is in the events', async () => {
    const nobody = PatientSeen.of({ visit: 'v1', patient: 'somebody', age: 0, notes: [] });

    const { tip } = await append(rig, [nobody], visitsWithSnapshot);

    expect(tip.snapshot).toEqual({ reducer: 1, version: 1, kept: '{"patient":"somebody","texts":[]}' });
  });

  it('failure mode 60: is left out of a stream about several persons, of whom each can be forgotten', async () => {
    await append(rig, [seen('ada@home', 'she coughs')], visitsWithSnapshot);
    const { tip } = await append(rig.restarted(), [seen('bob@home', 'he sneezes')], visitsWithSnapshot);
    expect(tip.snapshot).toMatchObject({ version: 1 });
    expect((await append(rig.restarted(), [seen('bob@home', 'again')], visitsWithSnapshot)).tip.snapshot).toMatchObject(
      {
        version: 1,
      },
    );

    await forgetting(rig).forget('ada@home', 'operator');

    const { state, persons } = await rig.restarted().events.load(visitsWithSnapshot, stream);
    expect(state.texts).toEqual(['forgotten', 'he sneezes', 'again']);
    expect(persons).toEqual([(await forgetting(rig).look('bob@home')).subject]);
  });

  it('failure mode 60: never holds what comes in about a person who was forgotten, nor does the state of the append', async () => {
    await forgetting(rig).forget('ada@home', 'operator');

    const { state, tip } = await append(rig, [seen('ada@home', 'is back')], visitsWithSnapshot);

    expect(state).toEqual({ patient: 'somebody', texts: ['forgotten'] });
    expect(tip.snapshot?.kept).toBe('{"patient":"somebody","texts":["forgotten"]}');
  });

  it('is sealed in items of its own too', async () => {
    const using = visitsWithSnapshot;
    const long = 'c'.repeat(30_000);
    for (let visit = 0; visit < 3; visit += 1) {
      await append(rig, [seen('ada@home', long)], using);
    }
    const { tip } = await append(rig, [seen('ada@home', long)], using);

    expect(tip.snapshot?.kept).toEqual({ pieces: 1 });
    expect(await stored(rig)).not.toMatch(/ada@home|c{20}/);
    expect((await rig.restarted().events.load(using, stream)).state.texts).toHaveLength(4);
  });

  it('failure mode 60: is not trusted once its person is forgotten: the events are folded, without what was personal', async () => {
    const using = visitsWithSnapshot;
    await append(rig, [seen('ada@home', 'she coughs')], using);

    await forgetting(rig).forget('ada@home', 'operator');
    const later = rig.restarted();

    expect((await later.events.load(using, stream)).state).toEqual({ patient: 'somebody', texts: ['forgotten'] });
    await append(later, [seen('ada@home', 'is back')], using);
    expect(await stored(rig)).not.toMatch(/ada@home|she coughs|is back/);
  });
});
