import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { aesCipher } from '../../lambdas/adapters/crypto/aes-cipher.ts';
import { createLocalKeyWrapping } from '../../lambdas/adapters/crypto/local-key-wrapping.ts';
import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { sha256Fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { event } from '../../lambdas/contracts/events/event-type.ts';
import { personal } from '../../lambdas/contracts/events/personal.ts';
import type { Fold } from '../../lambdas/core/event-store/decider.ts';
import { type EventStore, createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { createSpill } from '../../lambdas/core/payload/spill.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { KeyWrapping } from '../../lambdas/core/ports/key-wrapping.ts';
import type { SubjectKeys } from '../../lambdas/core/ports/subject-keys.ts';
import { type PersonalSeal, createPersonalSeal } from '../../lambdas/core/privacy/personal-seal.ts';
import { createSubjectKeys } from '../../lambdas/core/privacy/subject-keys.ts';
import { countingItems } from './counting-items.ts';
import { fixedClock } from './fixed-clock.ts';
import { fixedIds } from './fixed-ids.ts';
import { memoryPayloads } from './memory-payloads.ts';

/** An event about a patient, some of which is personal. */
export const PatientSeen = event('patient.seen', {
  schema: z.object({
    visit: z.string(),
    patient: personal(z.string(), { forgotten: 'somebody' }),
    age: personal(z.int(), { forgotten: 0 }),
    notes: z.array(z.object({ by: z.string(), text: z.optional(personal(z.string())) })),
  }),
  key: ({ visit }) => visit,
  dataSubject: ({ patient }) => patient,
});

/** What a visit has come to. */
export interface Visit {
  readonly patient: string;
  readonly texts: readonly string[];
}

/** The visits of patients. */
export const visits: Fold<Visit, readonly [typeof PatientSeen]> = {
  category: 'visit',
  initial: { patient: '', texts: [] },
  events: [PatientSeen],
  evolve: ({ texts }, { data }) => ({
    patient: data.patient,
    texts: [...texts, ...data.notes.map(({ text = '' }) => text)],
  }),
};

/** The same with a snapshot. */
export const visitsWithSnapshot: typeof visits = {
  ...visits,
  snapshot: { version: 1, schema: z.object({ patient: z.string(), texts: z.array(z.string()) }) },
};

/** A visit of a patient. */
export function seen(patient: string, ...texts: readonly string[]): ReturnType<typeof PatientSeen.of> {
  return PatientSeen.of({ visit: 'v1', patient, age: 77, notes: texts.map((text) => ({ by: 'dr', text })) });
}

/** Options of {@link personalRig}. */
export interface PersonalRigOptions {
  readonly items?: ItemStore;
  readonly wrapping?: KeyWrapping;
  readonly spillBytes?: number;
}

/** Everything that seals, in memory, with what it stored to look at. */
export interface PersonalRig {
  readonly items: ItemStore;
  readonly counts: ReturnType<typeof countingItems>['counts'];
  readonly payloads: ReturnType<typeof memoryPayloads>;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly wrapping: KeyWrapping;
  readonly keys: SubjectKeys;
  readonly seal: PersonalSeal;
  readonly events: EventStore;
  /** A second process on the same store: nothing in its memory. */
  readonly restarted: () => PersonalRig;
}

/** Opens a rig. */
export function personalRig(options: PersonalRigOptions = {}): PersonalRig {
  return rigOn({
    items: options.items ?? createMemoryItemStore(),
    wrapping: options.wrapping ?? createLocalKeyWrapping(randomBytes(32)),
    payloads: memoryPayloads(),
    clock: fixedClock(),
    ids: fixedIds(),
    spillBytes: options.spillBytes ?? 64 * 1024,
  });
}

interface Ground {
  readonly items: ItemStore;
  readonly wrapping: KeyWrapping;
  readonly payloads: ReturnType<typeof memoryPayloads>;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly ids: ReturnType<typeof fixedIds>;
  readonly spillBytes: number;
}

function rigOn(ground: Ground): PersonalRig {
  const { wrapping, payloads, clock, ids, spillBytes } = ground;
  const { items, counts } = countingItems(ground.items);
  const keys = createSubjectKeys({ items, wrapping, clock });
  const seal = createPersonalSeal({ keys, cipher: aesCipher, fingerprint: sha256Fingerprint });
  const writer = createMessageWriter({ ids, clock, source: '/test' });
  const spill = createSpill({ payloads, spillBytes, fitsHome: () => true });
  const events = createEventStore({ items, writer, publishes: [PatientSeen], spill, payloads, personal: seal });
  return { items, counts, payloads, clock, wrapping, keys, seal, events, restarted: () => rigOn(ground) };
}
