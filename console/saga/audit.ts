import type { SagaAuditRecord } from '../../lambdas/core/saga/operations/saga-audit.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import type { CommandResult, CommandRun } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { countOption } from '../command/option-values.ts';
import { printable } from '../command/printable.ts';
import type { SagaCommand } from './saga-command.ts';
import { sagaNamed } from './saga-of-key.ts';
import type { Sagas } from './sagas.ts';

const help = `Lists what was done to sagas, and by whom; the newest last.

Usage: saga audit [KEY...] [--saga NAME] [--limit N]

  --saga NAME           of one saga only (default: of all)
  --limit N             the last N records (default: 50)`;

const defaultLimit = 50;

/** Characters of a reason that a line shows. */
const reasonCharacters = 60;

/** Lists what operators did. */
export const audit: SagaCommand = {
  help,
  options: { saga: { type: 'string' }, limit: { type: 'string' } },
  prepare: (options) => {
    const limit = countOption(options, 'limit') ?? defaultLimit;
    return (run) => list(run, { keys: options.words, saga: options.text('saga'), limit });
  },
};

interface Request {
  readonly keys: readonly string[];
  readonly saga: string | undefined;
  readonly limit: number;
}

type NamedRecord = SagaAuditRecord & { readonly saga: string };

async function list({ operations }: CommandRun<Sagas>, { keys, saga, limit }: Request): Promise<CommandResult> {
  const asked = saga === undefined ? operations.all : [sagaNamed(operations, saga)];
  const found = await Promise.all(asked.map(async (one) => (await one.operations.audit()).map(named(one.name))));
  const records = found.flat().filter(({ key }) => keys.length === 0 || keys.includes(key));
  const shown = records.sort((one, other) => one.at - other.at).slice(-limit);
  const hidden = records.length - shown.length;
  return {
    code: exitCodes.done,
    text: shown.length === 0 ? ['nothing was done'] : [...rendered(shown), ...(hidden > 0 ? [more(hidden)] : [])],
    json: shown,
  };
}

function named(saga: string): (record: SagaAuditRecord) => NamedRecord {
  return (record) => ({ saga, ...record });
}

function more(hidden: number): string {
  return `and ${hidden} before: --limit`;
}

function rendered(records: readonly NamedRecord[]): readonly string[] {
  return renderTable(
    ['when', 'who', 'saga', 'key', 'what', 'from', 'to', 'sent', 'why'],
    records.map(({ at, by, saga, key, action, step, from, to, sent, reason = '' }) => [
      ...[new Date(at).toISOString(), printable(by), saga, printable(key)],
      ...[step === undefined ? action : `${action} ${printable(step)}`, from, to],
      ...[printable(sent.join(', ')), printable(reason, reasonCharacters)],
    ]),
  );
}
