import type { Attributes, Condition, ItemKey, Update } from '../ports/item-store.ts';
import { type AuditRecord, auditWrite } from './audit-record.ts';
import type { LineChange } from './change-line.ts';
import type { NewDeadLetter } from './dead-letter.ts';
import { type StoredLine, keyCountKey, letterKey, lineKey } from './line-items.ts';

/** A letter joins the end of the line of its key; refused at the letter when it is there already. */
export function parking(change: {
  readonly queue: string;
  readonly at: StoredLine | undefined;
  readonly letter: Omit<NewDeadLetter, 'body'>;
  readonly body: Attributes;
  readonly parkedAt: number;
}): LineChange {
  const { queue, at, letter, body, parkedAt } = change;
  const { key, ...facts } = letter;
  const place = { position: at?.next ?? 1, parkedAt, redrives: 0 };
  const kept: LineChange[1] = {
    kind: 'put',
    key: letterKey(queue, key, letter.id),
    attributes: { ...facts, ...body, ...place },
    when: [{ item: 'absent' }],
  };
  if (at !== undefined) {
    return [{ ...moved(queue, at), add: { letters: 1, next: 1, version: 1 } }, kept];
  }
  const line = { letters: 1, next: 2, since: parkedAt, version: 1 };
  return [
    { kind: 'put', key: lineKey(queue, key), attributes: line, when: [{ item: 'absent' }] },
    kept,
    keysBy(queue, 1),
  ];
}

/** A letter leaves; with the last one the line ends. An operator's removal ends the redrive that is under way. */
export function departure(change: {
  readonly queue: string;
  readonly at: StoredLine;
  readonly letter: string;
  /** Position up to which the redrive has come; absent: the redrive ends. */
  readonly reached?: number;
  readonly audit?: AuditRecord;
}): LineChange {
  const { queue, at, letter, reached, audit } = change;
  const gone: LineChange[1] = { kind: 'delete', key: letterKey(queue, at.key, letter), when: [{ item: 'present' }] };
  const noted = audit === undefined ? [] : [auditWrite(queue, audit)];
  if (at.letters === 1) {
    return [{ kind: 'delete', key: lineKey(queue, at.key), when: [unmoved(at)] }, gone, keysBy(queue, -1), ...noted];
  }
  const progress = reached === undefined ? ended : { set: { reached } };
  return [{ ...moved(queue, at), ...progress, add: { letters: -1, version: 1 } }, gone, ...noted];
}

/** A redriven letter failed for good: it stays where it is, with what went wrong this time. */
export function rejection(change: {
  readonly queue: string;
  readonly at: StoredLine;
  readonly letter: string;
  readonly reason: string;
  readonly receiveCount: number;
}): LineChange {
  const { queue, at, letter, reason, receiveCount } = change;
  const failed = letterUpdate(letterKey(queue, at.key, letter), { reason, receiveCount });
  return [
    { ...moved(queue, at), ...ended, add: { version: 1 } },
    { ...failed, add: { redrives: 1 } },
  ];
}

/** A redrive begins, and any earlier one counts no more. */
export function redriveStart(change: {
  readonly queue: string;
  readonly at: StoredLine;
  readonly token: string;
  readonly audit: AuditRecord;
}): LineChange {
  const { queue, at, token, audit } = change;
  return [{ ...moved(queue, at), set: { token, reached: 0 }, add: { version: 1 } }, auditWrite(queue, audit)];
}

/** A letter gets another body. */
export function correction(change: {
  readonly queue: string;
  readonly at: StoredLine;
  readonly letter: string;
  readonly body: Attributes;
  readonly audit: AuditRecord;
}): LineChange {
  const { queue, at, letter, body, audit } = change;
  return [
    { ...moved(queue, at), ...ended, add: { version: 1 } },
    letterUpdate(letterKey(queue, at.key, letter), body),
    auditWrite(queue, audit),
  ];
}

const ended = { remove: ['token', 'reached'] } as const;

function moved(queue: string, at: StoredLine): Update {
  return { kind: 'update', key: lineKey(queue, at.key), when: [unmoved(at)] };
}

function unmoved({ version }: StoredLine): Condition {
  return { attribute: 'version', is: 'equal', value: version };
}

function letterUpdate(key: ItemKey, set: Attributes): Update {
  return { kind: 'update', key, set, when: [{ item: 'present' }] };
}

function keysBy(queue: string, by: number): Update {
  return { kind: 'update', key: keyCountKey(queue), add: { keys: by }, when: [] };
}
