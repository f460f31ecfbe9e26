import { isSpilled, openEnvelope } from '../../contracts/events/decode-envelope.ts';
import type { WireEnvelope } from '../../contracts/events/envelope.ts';
import type { PayloadLife } from '../../contracts/payload-life.ts';
import type { Payloads } from '../ports/payloads.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { isLongerThan } from '../text/is-longer-than.ts';
import { utf8Bytes } from '../text/utf8-bytes.ts';

/** What spilling works with. */
export interface SpillDependencies {
  readonly payloads: Pick<Payloads, 'put'>;
  /** UTF-8 bytes that a serialised envelope may have. */
  readonly spillBytes: number;
  /** Whether the home of a message takes it as it is. */
  readonly fitsHome: (message: OutgoingMessage) => boolean;
}

/**
 * Puts data aside that is too long to travel, before anything that leads to it is committed.
 *
 * A crash in between leaves a payload to which nothing leads, which does no harm and expires if it was a message's.
 * Throws as `Payloads.put` does.
 */
export interface Spill {
  /**
   * The envelopes of events serialised, in their order; without its data each that would be longer than allowed, and
   * the longest ones as long as all together have more than twice as much.
   */
  serialised(events: readonly WireEnvelope[]): Promise<readonly string[]>;
  /** Where a text was put aside, to be kept as long as what leads to it; undefined when it is short enough to stay. */
  aside(id: string, text: string): Promise<string | undefined>;
  /** The message; without its data when it is longer than allowed or than its home takes. */
  fitting(message: OutgoingMessage): Promise<OutgoingMessage>;
  /** The message without its data, however short; the message itself when its data is elsewhere already. */
  bare(message: OutgoingMessage): Promise<OutgoingMessage>;
}

/** Creates the spill into a store of payloads. */
export function createSpill({ payloads, spillBytes, fitsHome }: SpillDependencies): Spill {
  const withoutData = async ({ data, ...envelope }: WireEnvelope, life: PayloadLife): Promise<string> => {
    const dataref = await payloads.put({ id: envelope.id, text: JSON.stringify(data ?? null), life });
    return JSON.stringify({ ...envelope, dataref });
  };
  const bare = async (message: OutgoingMessage): Promise<OutgoingMessage> => {
    const envelope = openEnvelope(message.body);
    return isSpilled(envelope) ? message : { ...message, body: await withoutData(envelope, 'message') };
  };
  return {
    bare,
    aside: async (id, text) =>
      isLongerThan(text, spillBytes) ? payloads.put({ id, text, life: 'stream' }) : undefined,
    async serialised(events) {
      const whole = events.map((event) => ({ event, text: JSON.stringify(event) }));
      const long = tooLong(whole, spillBytes);
      return Promise.all(whole.map(async (one) => (long.has(one) ? withoutData(one.event, 'stream') : one.text)));
    },
    async fitting(message) {
      return isLongerThan(message.body, spillBytes) || !fitsHome(message) ? bare(message) : message;
    },
  };
}

interface Serialised {
  readonly event: WireEnvelope;
  readonly text: string;
}

function tooLong(texts: readonly Serialised[], spillBytes: number): ReadonlySet<Serialised> {
  const sized = texts.map((one) => ({ one, bytes: utf8Bytes(one.text) }));
  let sum = sized.reduce((total, { bytes }) => total + bytes, 0);
  const long = new Set<Serialised>();
  for (const { one, bytes } of sized.sort((left, right) => right.bytes - left.bytes)) {
    if (bytes <= spillBytes && sum <= 2 * spillBytes) {
      break;
    }
    long.add(one);
    sum -= bytes;
  }
  return long;
}
