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
  const { writer, publishes, personal, spill } = dependencies;
  const written = drafts.map((draft) => ({ type: draft.type, envelope: writer.write(draft, cause) }));
  const wires = await sealed(personal, written);
  const events = (await spill?.serialised(wires)) ?? wires.map((wire) => JSON.stringify(wire));
  const envelopes = written.map(({ envelope }, index) => asRead(envelope, wires[index]));
  const messages = envelopes.flatMap((envelope, index) =>
    publishes.some(({ name }) => name === envelope.type) ? [outgoingMessage(envelope, events[index])] : [],
  );
  return { envelopes, events, messages, ...(personal && { personal }) };
}

/** Sealed first: so what is put aside is sealed too. */
async function sealed(
  personal: PersonalSeal | undefined,
  written: readonly { readonly type: EventType; readonly envelope: Envelope }[],
): Promise<readonly WireEnvelope[]> {
  return personal === undefined
    ? written.map(({ envelope }) => envelope)
    : Promise.all(written.map(({ type, envelope }) => personal.seal(type, envelope)));
}

/** An event as whoever reads it will get it: of a person who was forgotten, not even its writer keeps more. */
function asRead(envelope: Envelope, wire: WireEnvelope = envelope): Envelope {
  const { datasubject, data } = wire;
  if (datasubject !== undefined) {
    return { ...envelope, datasubject };
  }
  return data === envelope.data ? envelope : { ...envelope, data };
}
