import type { HistoryEntry } from '../../lambdas/core/saga/saga-history.ts';
import type { SagaView } from '../../lambdas/core/saga/operations/saga-view.ts';
import { stepStandings } from '../../lambdas/core/saga/operations/step-standing.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import { age } from '../command/age.ts';
import type { CommandResult, CommandRun } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { factLines, prettyLines } from '../command/fact-lines.ts';
import { wordsOf } from '../command/option-values.ts';
import { printable } from '../command/printable.ts';
import { nothingThere } from './acting-command.ts';
import { nextOrders } from './next-orders.ts';
import type { SagaCommand } from './saga-command.ts';
import { sagaMask } from './saga-mask.ts';
import { sagaOfKey } from './saga-of-key.ts';
import type { Sagas } from './sagas.ts';

const help = `Shows one saga: its steps, what it awaits, its whole history, and what can be done.

Usage: saga show KEY [--saga NAME] [--data]

  --saga NAME           which saga, where several have this key
  --data                shows what it was started with and what its steps were answered; personal fields stay hidden`;

/** Shows one saga. */
export const show: SagaCommand = {
  help,
  options: { saga: { type: 'string' }, data: { type: 'boolean' } },
  prepare: (options) => {
    const [key = ''] = wordsOf(options, ['KEY']);
    return (run) => look(run, { key, saga: options.text('saga'), withData: options.flag('data') });
  },
};

interface Look {
  readonly key: string;
  readonly saga: string | undefined;
  readonly withData: boolean;
}

async function look(run: CommandRun<Sagas>, { key, saga, withData }: Look): Promise<CommandResult> {
  const { operations } = run;
  const view = await (await sagaOfKey(operations, key, saga))?.operations.look(key);
  if (view === undefined) {
    return nothingThere(key, run);
  }
  const data = withData
    ? sagaMask(view.definition).json({ input: view.input, results: view.state.results })
    : undefined;
  const now = operations.clock.now();
  return {
    code: exitCodes.done,
    text: [
      ...factLines(factsOf(view, now)),
      ...['', ...stepLines(view, now), '', ...historyLines(view.history)],
      ...(data === undefined ? [] : ['', ...prettyLines(data)]),
      ...['', ...nextOrders(view, run)],
    ],
    json: jsonOf(view, data),
  };
}

function factsOf({ facts, state, definition }: SagaView, now: number): readonly (readonly [string, unknown])[] {
  const { failure, deadlineAt, late, stuckSince, ends, run } = state;
  const missing = definition === undefined ? ', which is missing here' : '';
  const known: readonly (readonly [string, unknown])[] = [
    ['saga', `${facts.saga} (definition version ${facts.definitionVersion}${missing})`],
    ['key', facts.key],
    ['status', late === true ? `${state.status}, late` : state.status],
    ['version', facts.version],
    ['run', run],
    ['awaits', facts.pending.join(', ') || undefined],
    ['failed', failure && `${failure.step}: ${failure.reason}`],
    ['will end', ends],
    ['deadline', momentOf(deadlineAt, now)],
    ['stuck', momentOf(stuckSince, now)],
  ];
  return known.filter(([, value]) => value !== undefined);
}

function momentOf(at: number | undefined, now: number): string | undefined {
  return at === undefined ? undefined : moment(at, now);
}

function moment(at: number, now: number): string {
  const distance = at <= now ? `${age(now - at)} ago` : `in ${age(at - now)}`;
  return `${new Date(at).toISOString()} (${distance})`;
}

function stepLines({ state, definition }: SagaView, now: number): readonly string[] {
  return renderTable(
    ['step', 'kind', 'stands', 'sent', 'due'],
    stepStandings(state, definition).map(({ step, kind = '', standing, attempt, dueAt }) => [
      ...[printable(step), kind, standing],
      ...[attempt === undefined ? '' : `${attempt} x`, dueAt === undefined ? '' : moment(dueAt, now)],
    ]),
  );
}

function historyLines(history: readonly HistoryEntry[]): readonly string[] {
  return renderTable(
    ['when', 'what', 'step', 'note', 'by', 'id'],
    history.map(({ at, message, step = '', direction, note = '', by = '', messageId }) => [
      ...[new Date(at).toISOString(), printable(message)],
      ...[direction === 'undo' ? `undo of ${printable(step)}` : printable(step)],
      ...[printable(note), printable(by), printable(messageId)],
    ]),
  );
}

function jsonOf({ facts, state, history, definition }: SagaView, data: unknown): unknown {
  const { results, early, ...told } = state;
  return {
    ...facts,
    ...told,
    done: Object.keys(results),
    ...(early !== undefined && { early: Object.keys(early) }),
    steps: stepStandings(state, definition),
    history,
    ...(data !== undefined && { data }),
  };
}
