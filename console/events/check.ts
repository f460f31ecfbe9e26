import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { StreamBehind } from '../../lambdas/core/event-index/audit-index.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import type { CommandResult } from '../command/command.ts';
import { counted } from '../command/counted.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { countOption } from '../command/option-values.ts';
import { printable } from '../command/printable.ts';
import type { EventsCommand, EventsRun } from './events-command.ts';

const help = `Compares every indexed stream with the index: whether each of its events has its place there.

Usage: events check [--repair] [--limit N]

  --repair              gives what is missing its place, behind what is indexed already
  --limit N             streams shown (default: 50)

It reads the whole event table once. While events are written, streams can be behind that will be indexed in a moment:
check again before you repair; what is indexed meanwhile is never indexed twice.
Exit code: 0 when nothing is missing or all of it was repaired, 1 otherwise.`;

const defaultLimit = 50;

/** Audits the index. */
export const check: EventsCommand = {
  help,
  options: { repair: { type: 'boolean' }, limit: { type: 'string' } },
  prepare: (options) => {
    if (options.words.length > 0) {
      throw new PipelineError(`check must be given options alone, got ${options.words.join(' ')}`, {
        code: 'input-invalid',
      });
    }
    const request = { repair: options.flag('repair'), limit: countOption(options, 'limit') ?? defaultLimit };
    return (run) => audited(run, request);
  },
};

/** A stream that was behind, and what a repair made of it. */
interface Found extends StreamBehind {
  /** Events that got their place; undefined when nothing was repaired. */
  readonly repaired?: number;
  /** Why it could not be repaired. */
  readonly fault?: string;
}

interface Request {
  readonly repair: boolean;
  readonly limit: number;
}

async function audited(run: EventsRun, request: Request): Promise<CommandResult> {
  const { operations, signal } = run;
  const found: Found[] = [];
  let streams = 0;
  for await (const page of operations.audit()) {
    streams += page.streams;
    for (const behind of page.behind) {
      found.push(request.repair ? await repaired(run, behind) : behind);
    }
    if (signal.aborted) {
      break;
    }
  }
  return { code: codeOf(run, found), text: textOf(run, request, { streams, found }), json: { streams, behind: found } };
}

function codeOf({ signal }: EventsRun, found: readonly Found[]): CommandResult['code'] {
  if (signal.aborted) {
    return exitCodes.interrupted;
  }
  return found.some(({ repaired: events }) => events === undefined) ? exitCodes.unfinished : exitCodes.done;
}

function textOf(
  { commandFor }: EventsRun,
  { repair, limit }: Request,
  { streams, found }: { readonly streams: number; readonly found: readonly Found[] },
): readonly string[] {
  const next = repair ? [] : ['', `repair it with: ${commandFor('check', '--repair')}`];
  return [
    summaryOf(streams, found),
    ...(found.length === 0 ? [] : [...rendered(found.slice(0, limit)), ...hidden(found.length - limit), ...next]),
  ];
}

function hidden(count: number): readonly string[] {
  return count > 0 ? [`and ${count} more: --limit`] : [];
}

async function repaired({ operations }: EventsRun, behind: StreamBehind): Promise<Found> {
  try {
    return { ...behind, repaired: await operations.reindex(behind.stream) };
  } catch (cause) {
    if (cause instanceof PipelineError && !cause.retryable) {
      return { ...behind, fault: `${cause.code}: ${cause.message}` };
    }
    throw cause;
  }
}

function summaryOf(streams: number, found: readonly Found[]): string {
  const missing = found.reduce((sum, { version, indexed }) => sum + version - indexed, 0);
  const all = counted(streams, 'stream');
  if (found.length === 0) {
    return `${all} looked at: every event has its place in the index`;
  }
  const added = found.reduce((sum, { repaired: events = 0 }) => sum + events, 0);
  const done = found.some(({ repaired: events }) => events !== undefined);
  return `${all} looked at: ${counted(missing, 'event')} of ${counted(found.length, 'stream')} missing${done ? `, ${added} added` : ''}`;
}

function rendered(found: readonly Found[]): readonly string[] {
  return renderTable(
    ['stream', 'events', 'indexed', 'repaired'],
    found.map(({ stream, version, indexed, repaired: events, fault }) => [
      printable(stream),
      version,
      indexed,
      fault ?? (events === undefined ? 'no' : `${events} added`),
    ]),
  );
}
