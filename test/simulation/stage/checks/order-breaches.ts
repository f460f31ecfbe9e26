import type { Handling } from '../ledger.ts';
import type { Stage } from '../stage.ts';

/** Messages of a FIFO queue or a topic of Kafka that were done for the first time after a later one of their key was. */
export function orderBreaches({ ledger, definition }: Pick<Stage, 'ledger' | 'definition'>): readonly string[] {
  const seen: Seen = { sent: new Map(), done: new Set(), reached: new Map() };
  const keepsOrder = (source: string): boolean =>
    definition.queues[source]?.fifo === true || definition.kafka?.[source] !== undefined;
  return ledger.entries.flatMap((entry, place) => {
    if (entry.kind === 'publication' && !seen.sent.has(entry.message.id)) {
      seen.sent.set(entry.message.id, place);
    }
    return entry.kind === 'handling' && keepsOrder(entry.queue) ? breachesOf(seen, entry) : [];
  });
}

interface Seen {
  /** When each message was sent first. */
  readonly sent: Map<string, number>;
  readonly done: Set<string>;
  /** When the last message that is done was sent, by queue and key. */
  readonly reached: Map<string, number>;
}

function breachesOf({ sent, done, reached }: Seen, { queue, key, id }: Handling): readonly string[] {
  const message = `${queue} ${id}`;
  if (done.has(message)) {
    return [];
  }
  done.add(message);
  const line = `${queue} ${key}`;
  const last = reached.get(line) ?? -1;
  const now = sent.get(id) ?? -1;
  reached.set(line, now);
  return last < now ? [] : [`4. ${id} of ${line} must be done before later ones`];
}
