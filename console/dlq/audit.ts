import type { AuditRecord } from '../../lambdas/core/dead-letter/audit-record.ts';
import type { PersonalMask } from '../../lambdas/core/privacy/personal-mask.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { countOption, wordsOf } from '../command/option-values.ts';
import { printable } from '../command/printable.ts';
import type { DlqCommand, DlqRun } from './dlq-command.ts';
import { placeNamed } from './places.ts';

const help = `Lists what was done to the dead letters of a queue, and by whom; the newest last.

Usage: dlq audit QUEUE [--limit N] [--payload]

  --limit N             the last N records (default: 50)
  --payload             shows messages as they were before and after; what is personal stays hidden`;

const defaultLimit = 50;

/** Letter ids that one line shows. */
const shownIds = 3;

/** Lists what operators did. */
export const audit: DlqCommand = {
  help,
  options: { limit: { type: 'string' }, payload: { type: 'boolean' } },
  prepare: (options) => {
    const [queue = ''] = wordsOf(options, ['QUEUE']);
    const request = { queue, limit: countOption(options, 'limit') ?? defaultLimit, payload: options.flag('payload') };
    return (run) => list(run, request);
  },
};

async function list(
  { operations }: DlqRun,
  { queue, limit, payload }: { readonly queue: string; readonly limit: number; readonly payload: boolean },
): Promise<CommandResult> {
  const all = await operations.auditOf(placeNamed(operations, queue).name);
  const records = all.slice(-limit).map((record) => discreet(record, operations.mask));
  if (records.length === 0) {
    return { code: exitCodes.done, text: [`${queue}: nothing was done to its dead letters`], json: [] };
  }
  const hidden = all.length - records.length;
  return {
    code: exitCodes.done,
    text: [
      ...rendered(records),
      ...(payload ? records.flatMap(bodies) : []),
      ...(hidden > 0 ? [`and ${hidden} before: --limit`] : []),
    ],
    json: payload ? records : records.map(withoutBodies),
  };
}

function discreet({ before, after, ...facts }: AuditRecord, { text }: PersonalMask): AuditRecord {
  return {
    ...facts,
    ...(before !== undefined && { before: text(before) }),
    ...(after !== undefined && { after: text(after) }),
  };
}

function withoutBodies({ id, action, by, at, key, letters }: AuditRecord): AuditRecord {
  return { id, action, by, at, key, letters };
}

function rendered(records: readonly AuditRecord[]): readonly string[] {
  return renderTable(
    ['when', 'who', 'what', 'key', 'letters'],
    records.map(({ at, by, action, key, letters }) => [
      ...[new Date(at).toISOString(), printable(by), action, printable(key)],
      `${letters
        .slice(0, shownIds)
        .map((id) => printable(id))
        .join(', ')}${letters.length > shownIds ? ` and ${letters.length - shownIds} more` : ''}`,
    ]),
  );
}

function bodies({ at, letters, before, after }: AuditRecord): readonly string[] {
  return [
    ...(before === undefined
      ? []
      : [`before ${letters.join(', ')} at ${new Date(at).toISOString()}: ${printable(before)}`]),
    ...(after === undefined
      ? []
      : [`after ${letters.join(', ')} at ${new Date(at).toISOString()}: ${printable(after)}`]),
  ];
}
