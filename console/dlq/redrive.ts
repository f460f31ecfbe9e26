import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { countOption, durationOption } from '../command/option-values.ts';
import type { ParsedOptions } from '../command/parse-options.ts';
import { collectPlaces } from './collect-places.ts';
import type { DlqCommand, DlqRun } from './dlq-command.ts';
import { type LetterFilter, filterHelp, filterOptions, letterFilter, letterSelector } from './letter-filter.ts';
import { lettersOf } from './letters-of.ts';
import { letterFacts } from './listing.ts';
import type { LetterPlace, LetterQueue, RelayFailures } from './operations.ts';
import { allPlaces, placeNamed } from './places.ts';
import { planRedrive } from './plan-redrive.ts';
import { type QueueRedrive, type RedrivePace, redriveQueue } from './redrive-queue.ts';
import { type RelayRedrive, redriveRelay } from './redrive-relay.ts';
import { renderPlan, renderQueueRedrive, renderRelayRedrive } from './render-redrive.ts';
import { unseenFact, unseenLines } from './unseen.ts';

const help = `Sends dead letters back to the queue, topic or stream that they came from, in the order of each key, and sees them handled.

Usage: dlq redrive QUEUE|--all [filters] [--dry-run] [--rate N] [--wait TIME]

${filterHelp}
  --dry-run             shows what would be sent, what its consumer could not read and what stays behind it; like
                        every command it moves what lies in dead-letter queues into the lines, and does nothing else
  --rate N              letters a second (default: 100)
  --wait TIME           how long a key may make no progress (default: 2m); it is then left to its consumer
  --all                 every queue, what is read at brokers, and relay

Where a queue keeps the order of parked keys (park-key, block), letters stay in their lines until they are handled, and
one that is not selected holds back those behind it. Elsewhere (skip) a letter leaves once the queue has taken it.
QUEUE may be what a consumer reads at a broker: every consumer of it sees the letters once more, and knows what it has
handled; dlq ls --help says how brokers are reached.
For relay the sweeper publishes everything that waits, and the pointers go once nothing does.

It may be stopped at any time and run again: nothing is lost, and nothing is handled twice in effect.
Exit code: 0 when everything selected is done, 1 when something failed, is held back or waits, 130 after Ctrl-C.`;

/** Sends letters back. */
export const redrive: DlqCommand = {
  help,
  options: {
    ...filterOptions,
    all: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    rate: { type: 'string' },
    wait: { type: 'string' },
  },
  prepare: (options) => {
    const request: Request = {
      name: placeOption(options),
      filter: letterFilter(options),
      dryRun: options.flag('dry-run'),
      pace: { perSecond: countOption(options, 'rate'), patienceMs: durationOption(options, 'wait') },
    };
    return (run) => redriveAll(run, request);
  },
};

interface Request {
  /** Undefined for every place. */
  readonly name: string | undefined;
  readonly filter: LetterFilter;
  readonly dryRun: boolean;
  readonly pace: RedrivePace;
}

function placeOption(options: ParsedOptions): string | undefined {
  const { words } = options;
  if (words.length !== (options.flag('all') ? 0 : 1)) {
    throw new PipelineError(`redrive must be given one QUEUE or --all, got ${words.join(' ') || 'neither'}`, {
      code: 'input-invalid',
    });
  }
  return words[0];
}

async function redriveAll(run: DlqRun, request: Request): Promise<CommandResult> {
  const { operations, signal } = run;
  const places = request.name === undefined ? allPlaces(operations) : [placeNamed(operations, request.name)];
  await collectPlaces(places, run);
  const selects = letterSelector(request.filter, operations.clock.now());
  const results: CommandResult[] = [];
  for (const place of places) {
    if (!signal.aborted) {
      results.push(await redrivePlace(run, place, { ...request, selects }));
    }
  }
  const told = results.filter(({ text }) => text.length > 0).flatMap(({ text }) => text);
  const again = ['interrupted; nothing is lost, run the same command again to go on'];
  return {
    code: signal.aborted ? exitCodes.interrupted : worst(results),
    text: [
      ...(told.length === 0 ? ['nothing to redrive'] : told),
      ...unseenLines(places),
      ...(signal.aborted ? again : []),
    ],
    json: results.map(({ json }) => json),
  };
}

function worst(results: readonly CommandResult[]): CommandResult['code'] {
  return results.some(({ code }) => code !== exitCodes.done) ? exitCodes.unfinished : exitCodes.done;
}

interface Selection extends Request {
  readonly selects: (letter: DeadLetter) => boolean;
}

async function redrivePlace(run: DlqRun, place: LetterPlace, selection: Selection): Promise<CommandResult> {
  const { queues, relay } = run.operations;
  const queue = queues.find(({ name }) => name === place.name);
  if (queue === undefined) {
    return relay === undefined ? nothing : relayed(run, relay, selection);
  }
  const result = await (selection.dryRun ? planned : redriven)(run, queue, selection);
  // Whoever names a place wants its letters sent; whoever names none may have no such broker.
  const unseen = selection.name !== undefined && place.missingAddress !== undefined;
  return unseen ? { ...result, code: exitCodes.unfinished } : result;
}

const nothing: CommandResult = { code: exitCodes.done, text: [], json: null };

async function planned(run: DlqRun, queue: LetterQueue, { selects }: Selection): Promise<CommandResult> {
  const plan = await planRedrive(queue, { payloads: run.operations.payloads, selects });
  const stays = plan.failed.length + plan.heldBack.length > 0;
  return {
    code: stays ? exitCodes.unfinished : exitCodes.done,
    text: renderPlan(queue.name, plan, run),
    json: { queue: queue.name, dryRun: true, ...plan, ...unseenFact(queue) },
  };
}

async function redriven(run: DlqRun, queue: LetterQueue, { selects, pace }: Selection): Promise<CommandResult> {
  const result: QueueRedrive = await redriveQueue(queue, run, { selects, ...pace });
  const stays = result.failed.length + result.heldBack.length + result.waiting.length > 0;
  return {
    code: stays ? exitCodes.unfinished : exitCodes.done,
    text: renderQueueRedrive(result, run),
    json: { ...result, ...unseenFact(queue) },
  };
}

async function relayed(run: DlqRun, relay: RelayFailures, { selects, dryRun }: Selection): Promise<CommandResult> {
  if (dryRun) {
    const toSend = (await lettersOf(relay.lines)).filter(selects).map(letterFacts);
    const plan = { toSend, failed: [], heldBack: [] };
    return {
      code: exitCodes.done,
      text: renderPlan(relay.name, plan, run),
      json: { queue: relay.name, dryRun: true, ...plan },
    };
  }
  const result: RelayRedrive = await redriveRelay(relay, run, selects);
  return {
    code: result.left === undefined ? exitCodes.done : exitCodes.unfinished,
    text: renderRelayRedrive(result),
    json: result,
  };
}
