import type { RebuildResult } from '../../lambdas/core/projection/rebuild.ts';
import { createProgressBar } from '../../localstack/report/progress-bar.ts';
import type { CommandResult } from '../command/command.ts';
import { counted } from '../command/counted.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { wordsOf } from '../command/option-values.ts';
import type { EventsCommand, EventsRun } from './events-command.ts';
import { knownProjection } from './projection-option.ts';

const help = `Builds a projection anew from the first event on, beside the one that is read, and switches to it.

Usage: events replay PROJECTION [--dry-run]

  --dry-run             shows what there is to read, and does nothing

Readers see the old rows until the new ones have caught up with them, then all of the new ones at once; the old ones are
deleted afterwards. New events go on being projected meanwhile. A replay has no effect but its rows.
It may be stopped at any time: the next replay, or the projections themselves, go on where it was.
Exit code: 0 when readers see the new rows, 1 when an event stops it, 130 after Ctrl-C.`;

/** Milliseconds between two looks at Ctrl-C. */
const sliceMs = 2000;

/** Builds a projection anew. */
export const replay: EventsCommand = {
  help,
  options: { 'dry-run': { type: 'boolean' } },
  prepare: (options) => {
    const [projection = ''] = wordsOf(options, ['PROJECTION']);
    const dryRun = options.flag('dry-run');
    return (run) => {
      const name = knownProjection(run.operations.projections, projection);
      return dryRun ? planned(run, name) : rebuilt(run, name);
    };
  },
};

async function planned({ operations }: EventsRun, projection: string): Promise<CommandResult> {
  const { live, building } = await operations.projector.state(projection);
  const heads = await operations.index.heads();
  const events = heads.reduce((sum, { position }) => sum + position, 0);
  const beside =
    live === undefined ? 'no generation is read yet' : `generation ${live.generation} stays read meanwhile`;
  const goesOn =
    building === undefined ? [] : [`generation ${building.generation} is being built already: it is gone on with`];
  return {
    code: exitCodes.done,
    text: [`${projection}: ${counted(events, 'event')} to read; ${beside}`, ...goesOn],
    json: { projection, dryRun: true, events, live, building },
  };
}

async function rebuilt(run: EventsRun, projection: string): Promise<CommandResult> {
  const { operations, signal, progress } = run;
  const total = (await operations.index.heads()).reduce((sum, { position }) => sum + position, 0);
  const bar = createProgressBar(progress, projection, total);
  let events = 0;
  let result: RebuildResult | undefined;
  do {
    result = await operations.rebuild({
      projection,
      deadline: operations.clock.now() + sliceMs,
      progress: ({ done, total: now }) => {
        bar.update(done, `${done} of ${now} events`);
      },
    });
    events += result.events;
  } while (result.kind === 'unfinished' && !signal.aborted);
  bar.finish();
  return ended(run, projection, { ...result, events });
}

function ended({ commandFor }: EventsRun, projection: string, result: RebuildResult): CommandResult {
  const { generation, events } = result;
  const json = { projection, ...result };
  const read = counted(events, 'event');
  switch (result.kind) {
    case 'switched':
      return {
        code: exitCodes.done,
        text: [`${projection}: readers see generation ${generation}, made of ${read}`],
        json,
      };
    case 'stopped':
      return {
        code: exitCodes.unfinished,
        text: [
          `${projection}: an event stops generation ${generation}; readers see the old one`,
          `see why in the log of the projector, and where with: ${commandFor('lag', projection)}`,
        ],
        json,
      };
    case 'replaced':
      return {
        code: exitCodes.unfinished,
        text: [`${projection}: generation ${generation} was given up by another`],
        json,
      };
    case 'unfinished':
      return {
        code: exitCodes.interrupted,
        text: [`interrupted after ${read}; go on with: ${commandFor('replay', projection)}`],
        json,
      };
  }
}
