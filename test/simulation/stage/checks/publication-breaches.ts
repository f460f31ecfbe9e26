import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import type { Commit, Publication } from '../ledger.ts';
import type { Stage } from '../stage.ts';

/**
 * Messages that were published before they were committed, or for the first time after a later one of their key.
 *
 * `outside` are the roles that send what nothing in the store has committed.
 */
export function publicationBreaches(
  { ledger: { entries } }: Pick<Stage, 'ledger'>,
  outside: ReadonlySet<string>,
): readonly string[] {
  const seen: Seen = { committed: new Map(), published: new Set(), reached: new Map() };
  return entries.flatMap((entry) => {
    if (entry.kind === 'commit') {
      noteCommit(seen, entry);
    }
    return entry.kind === 'publication' && !outside.has(entry.by.role) ? breachesOf(seen, entry) : [];
  });
}

interface Seen {
  /** Where each message was committed: in which item, with its key, and at which position. */
  readonly committed: Map<string, { readonly line: string; readonly position: string }>;
  readonly published: Set<string>;
  /** The last position published of each item and key. */
  readonly reached: Map<string, string>;
}

function noteCommit({ committed }: Seen, { change: { key, after } }: Commit): void {
  for (const { position, message } of outboxEntries(after)) {
    committed.set(message.id, { line: [key.partition, key.sort, message.key].join(' '), position });
  }
}

function breachesOf({ committed, published, reached }: Seen, { by, message: { id } }: Publication): readonly string[] {
  if (published.has(id)) {
    return [];
  }
  published.add(id);
  const message = committed.get(id);
  if (message === undefined) {
    return [`5. ${id} must be committed before it is published by ${by.name}`];
  }
  const last = reached.get(message.line) ?? '';
  reached.set(message.line, message.position);
  return last < message.position ? [] : [`4. ${id} of ${message.line} must be published before later ones`];
}
