import type { Handling, LedgerEntry } from '../stage/ledger.ts';
import { patientDefinition } from '../world/patient-definition.ts';

/** Messages of a FIFO queue that were done for the first time after a later one of their key was. */
export function orderBreaches(entries: readonly LedgerEntry[]): readonly string[] {
  const seen: Seen = { sent: new Map(), done: new Set(), reached: new Map() };
  return entries.flatMap((entry, place) => {
    if (entry.kind === 'publication' && !seen.sent.has(entry.message.id)) {
      seen.sent.set(entry.message.id, place);
    }
    return entry.kind === 'handling' && isFifo(entry.queue) ? breachesOf(seen, entry) : [];
  });
}

interface Seen {
  /** When each message was sent first. */
  readonly sent: Map<string, number>;
  readonly done: Set<string>;
  /** When the last message that is done was sent, by queue and key. */
  readonly reached: Map<string, number>;
}

function isFifo(queue: string): boolean {
  return patientDefinition.queues[queue]?.fifo === true;
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
