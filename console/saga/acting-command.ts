import type { SagaOrder } from '../../lambdas/core/saga/operations/saga-order.ts';
import type { OrderedMessage, SagaOutcome, SagaStanding } from '../../lambdas/core/saga/operations/saga-outcome.ts';
import type { CommandResult, CommandRun } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { countOption, wordsOf } from '../command/option-values.ts';
import type { OptionTypes, ParsedOptions } from '../command/parse-options.ts';
import { printable } from '../command/printable.ts';
import { sagaOfKey } from './saga-of-key.ts';
import type { SagaCommand } from './saga-command.ts';
import type { OperatedSaga, Sagas } from './sagas.ts';

/** What makes an order of the options of a command. */
export interface ActingCommand {
  readonly help: string;
  readonly options?: OptionTypes;
  /** Reads files only when the command runs. */
  readonly order: (options: ParsedOptions) => (run: Pick<CommandRun<Sagas>, 'readText'>) => Promise<SagaOrder>;
}

const actingOptions = {
  saga: { type: 'string' },
  reason: { type: 'string' },
  version: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const satisfies OptionTypes;

const actingHelp = `  --dry-run             shows from where to where it would go and what would be sent, and changes nothing
  --reason TEXT         why, for the history and the audit records
  --version N           only if the saga is still at this version, as saga show prints it
  --saga NAME           which saga, where several have this key

Exit code: 0 when it is done, 1 when there is no such saga, or it is in no state for this, or it moved on meanwhile.`;

/** Makes the command that gives one kind of order. */
export function actingCommand({ help, options = {}, order }: ActingCommand): SagaCommand {
  return {
    help: `${help}\n${actingHelp}`,
    options: { ...actingOptions, ...options },
    prepare: (given) => {
      const [key = ''] = wordsOf(given, ['KEY']);
      const orderOf = order(given);
      const request = {
        key,
        saga: given.text('saga'),
        reason: given.text('reason'),
        version: countOption(given, 'version'),
        dryRun: given.flag('dry-run'),
      };
      return async (run) => carryOut(run, { ...request, order: await orderOf(run) });
    },
  };
}

interface Request {
  readonly key: string;
  readonly saga: string | undefined;
  readonly reason: string | undefined;
  readonly version: number | undefined;
  readonly dryRun: boolean;
  readonly order: SagaOrder;
}

async function carryOut(run: CommandRun<Sagas>, request: Request): Promise<CommandResult> {
  const { key, order, dryRun, reason, version } = request;
  const found = await sagaOfKey(run.operations, key, request.saga);
  if (found === undefined) {
    return nothingThere(key, run);
  }
  const { by } = run;
  const outcome = await found.operations.give({ key, order, by, reason, ifVersion: version, dryRun });
  return resultOf({ found, key, order, outcome }, run);
}

/** What a command says of a key that no saga has. */
export function nothingThere(key: string, { commandFor }: Pick<CommandRun<Sagas>, 'commandFor'>): CommandResult {
  const text = [`no saga has the key "${printable(key)}"`, `see what there is with: ${commandFor('ls')}`];
  return { code: exitCodes.unfinished, text, json: null };
}

interface Answered {
  readonly found: OperatedSaga;
  readonly key: string;
  readonly order: SagaOrder;
  readonly outcome: SagaOutcome;
}

function resultOf({ found, key, order, outcome }: Answered, run: CommandRun<Sagas>): CommandResult {
  const done = outcome.kind === 'done' || outcome.kind === 'planned';
  return {
    code: done ? exitCodes.done : exitCodes.unfinished,
    text: textOf({ found, key, order, outcome }, run),
    json: { saga: found.name, key, order: order.kind, ...outcome },
  };
}

function textOf({ found, key, order, outcome }: Answered, run: CommandRun<Sagas>): readonly string[] {
  const title = `${found.name} ${printable(key)}`;
  const look = `look at it with: ${run.commandFor('show', key, '--saga', found.name)}`;
  switch (outcome.kind) {
    case 'planned':
      return [
        `${title}: ${order.kind} would lead from ${standing(outcome.before)} to ${standing(outcome.after)}`,
        ...messageLines('would be sent', outcome.sends),
        'nothing was changed',
      ];
    case 'done':
      return [
        `${title}: ${order.kind} led from ${standing(outcome.before)} to ${standing(outcome.after)}`,
        ...messageLines('sent', outcome.sends),
        look,
      ];
    case 'refused':
      return [`${title}: ${order.kind} is refused, because ${printable(outcome.reason)}; nothing was changed`, look];
    case 'moved-on':
      return [
        `${title} moved on meanwhile, from ${standing(outcome.before)} to ${standing(outcome.now)}; nothing was changed`,
        look,
      ];
    case 'unknown':
      return nothingThere(key, run).text;
  }
}

function messageLines(what: string, messages: readonly OrderedMessage[]): readonly string[] {
  const names = messages.map(({ type, id }) => (id === undefined ? type : `${type} (${id})`));
  return [`  ${what}: ${names.length === 0 ? 'nothing' : printable(names.join(', '))}`];
}

/** A place in a saga's life, in words: `running, awaits charge (version 4)`. */
function standing(at: SagaStanding | undefined): string {
  if (at === undefined) {
    return 'nothing';
  }
  const awaits = at.pending.length === 0 ? '' : `, awaits ${printable(at.pending.join(', '))}`;
  const run = at.run === 1 ? '' : `, run ${at.run}`;
  return `${at.status}${awaits} (version ${at.version}${run})`;
}
