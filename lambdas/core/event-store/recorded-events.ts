import type { Envelope, WireEnvelope } from '../../contracts/events/envelope.ts';
import type { Draft, EventType } from '../../contracts/events/event-type.ts';
import type { Cause, MessageWriter } from '../outbox/message-writer.ts';
import { outgoingMessage } from '../outbox/outgoing-message.ts';
import type { Spill } from '../payload/spill.ts';
import type { PersonalSeal } from '../privacy/personal-seal.ts';
import type { RecordedEvents } from './append-writes.ts';

/** What turns drafts into events. */
export interface RecordingDependencies {
  readonly writer: MessageWriter;
  /** Events of these types go to the outbox as well; all others stay in their stream. */
  readonly publishes: readonly EventType[];
  /** Puts aside what is too long for its item or its home. @default nothing is put aside */
  readonly spill?: Spill;
  /** Seals what is personal in events, their messages and snapshots. @default nothing does */
  readonly personal?: PersonalSeal;
}

/** Gives drafts an identity and serialises them; what of it is to be published stands beside. */
export async function recordedEvents(
  dependencies: RecordingDependencies,
  { drafts, cause }: { readonly drafts: readonly Draft[]; readonly cause: Cause | undefined },
): Promise<Omit<RecordedEvents, 'roomy'>> {
  const { writer, publishes, personal } = dependencies;
  const written = drafts.map((draft) => ({ type: draft.type, envelope: writer.write(draft, cause) }));
  const envelopes = written.map(({ envelope }) => envelope);
  const events = await serialised(dependencies, written);
  const messages = envelopes.flatMap((envelope, index) =>
    publishes.some(({ name }) => name === envelope.type) ? [outgoingMessage(envelope, events[index])] : [],
  );
  return { envelopes, events, messages, ...(personal && { personal }) };
}

/** Sealed first: so what is put aside is sealed too. */
async function serialised(
  { spill, personal }: RecordingDependencies,
  written: readonly { readonly type: EventType; readonly envelope: Envelope }[],
): Promise<readonly string[]> {
  const wires: readonly WireEnvelope[] =
    personal === undefined
      ? written.map(({ envelope }) => envelope)
      : await Promise.all(written.map(({ type, envelope }) => personal.seal(type, envelope)));
  return (await spill?.serialised(wires)) ?? wires.map((wire) => JSON.stringify(wire));
}
