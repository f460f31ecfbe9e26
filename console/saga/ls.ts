import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { SagaFacts } from '../../lambdas/core/saga/operations/saga-facts.ts';
import { SagaStatus } from '../../lambdas/core/saga/saga-state.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import { age } from '../command/age.ts';
import type { CommandResult, CommandRun } from '../command/command.ts';
import { counted } from '../command/counted.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { countOption, durationOption } from '../command/option-values.ts';
import type { ParsedOptions } from '../command/parse-options.ts';
import { printable } from '../command/printable.ts';
import { type SagaSearch, findSagas } from './find-sagas.ts';
import type { SagaCommand } from './saga-command.ts';
import { sagaNamed } from './saga-of-key.ts';
import type { Sagas } from './sagas.ts';

const help = `Lists sagas, those that have stood still longest first. What they were told never shows.

Usage: saga ls [--stuck] [--status STATUS ...] [--saga NAME] [--older-than TIME] [--limit N]

  --stuck               those that only an operator can help, found at once through an index
  --status STATUS       ${SagaStatus.options.join(', ')}; may be repeated
  --saga NAME           of one saga only
  --older-than TIME     that have not moved for 90s, 15m, 1h or 2d
  --limit N             sagas shown (default: 100)

Without --stuck it reads the whole table, and says how far it is.`;

const defaultLimit = 100;

/** Characters of a failure that a line shows. */
const reasonCharacters = 60;

/** Lists sagas. */
export const ls: SagaCommand = {
  help,
  options: {
    stuck: { type: 'boolean' },
    status: { type: 'string', multiple: true },
    saga: { type: 'string' },
    'older-than': { type: 'string' },
    limit: { type: 'string' },
  },
  prepare: (options) => {
    if (options.words.length > 0) {
      throw new PipelineError(`ls must be given no KEY, got ${options.words.join(' ')}; show KEY shows one`, {
        code: 'input-invalid',
      });
    }
    const request = {
      stuck: options.flag('stuck'),
      statuses: statusesOf(options),
      saga: options.text('saga'),
      olderThanMs: durationOption(options, 'older-than'),
      limit: countOption(options, 'limit') ?? defaultLimit,
    };
    return (run) => list(run, request);
  },
};

function statusesOf(options: ParsedOptions): readonly SagaStatus[] {
  return options.texts('status').map((text) => {
    const status = SagaStatus.safeParse(text);
    if (!status.success) {
      throw new PipelineError(`--status must be one of ${SagaStatus.options.join(', ')}, got "${text}"`, {
        code: 'input-invalid',
      });
    }
    return status.data;
  });
}

interface Request extends SagaSearch {
  readonly saga: string | undefined;
  readonly limit: number;
}

async function list(run: CommandRun<Sagas>, request: Request): Promise<CommandResult> {
  const { operations, signal } = run;
  const all = request.saga === undefined ? operations.all : [sagaNamed(operations, request.saga)];
  const found = await findSagas({ ...run, operations: { ...operations, all } }, request);
  const sagas = [...found].sort((one, other) => (one.changedAt ?? 0) - (other.changedAt ?? 0));
  const shown = sagas.slice(0, request.limit);
  return {
    code: signal.aborted ? exitCodes.interrupted : exitCodes.done,
    text: [
      ...summary(sagas),
      ...(shown.length === 0 ? [] : rendered(shown, operations.clock.now())),
      ...(sagas.length > shown.length ? [`and ${sagas.length - shown.length} more: --limit`] : []),
      ...(signal.aborted ? ['interrupted: there may be more'] : []),
      ...nextSteps(shown, run),
    ],
    json: shown,
  };
}

/** How many there are of each saga and status. */
function summary(sagas: readonly SagaFacts[]): readonly string[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { saga, status } of sagas) {
    const ofSaga = counts.get(saga) ?? new Map<string, number>();
    counts.set(saga, ofSaga.set(status, (ofSaga.get(status) ?? 0) + 1));
  }
  return counts.size === 0
    ? ['no sagas']
    : [...counts].map(([saga, ofSaga]) => {
        const total = [...ofSaga.values()].reduce((sum, count) => sum + count, 0);
        const parts = [...ofSaga].map(([status, count]) => `${count} ${status}`).join(', ');
        return `${saga}: ${counted(total, 'saga')}, ${parts}`;
      });
}

function rendered(sagas: readonly SagaFacts[], now: number): readonly string[] {
  return renderTable(
    ['saga', 'key', 'status', 'awaits', 'version', 'last moved', 'stuck for', 'failed'],
    sagas.map(({ saga, key, status, pending, version, changedAt, stuckSince, failure }) => [
      ...[saga, printable(key), status, printable(pending.join(', ')), version],
      ...[changedAt, stuckSince].map((at) => (at === undefined ? '' : age(now - at))),
      failure === undefined ? '' : printable(`${failure.step}: ${failure.reason}`, reasonCharacters),
    ]),
  );
}

function nextSteps([first]: readonly SagaFacts[], { commandFor }: CommandRun<Sagas>): readonly string[] {
  return first === undefined
    ? []
    : ['', `see one with: ${commandFor('show', first.key, ...(first.saga === '' ? [] : ['--saga', first.saga]))}`];
}
