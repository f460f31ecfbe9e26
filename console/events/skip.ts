import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { wordsOf } from '../command/option-values.ts';
import type { EventsCommand, EventsRun } from './events-command.ts';
import { placeOf, placeText } from './place-of.ts';
import { knownProjection } from './projection-option.ts';

const help = `Lets a projection pass over the event at which it stands still; who did it, and why, stays on record.

Usage: events skip PROJECTION POSITION [--reason TEXT] [--dry-run]

  --reason TEXT         why, for the record
  --dry-run             shows which event it is, and does nothing

POSITION is what events lag shows, such as 07:42. What the event would have changed is missing in the view until the
projection is built anew.`;

interface Request {
  readonly projection: string;
  readonly place: ReturnType<typeof placeOf>;
  readonly reason: string;
  readonly dryRun: boolean;
}

/** Passes over one event. */
export const skip: EventsCommand = {
  help,
  options: { reason: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  prepare: (options) => {
    const [projection = '', position = ''] = wordsOf(options, ['PROJECTION', 'POSITION']);
    const request = {
      ...{ projection, place: placeOf(position), dryRun: options.flag('dry-run') },
      reason: options.text('reason') ?? 'no reason given',
    };
    return (run) => passOver(run, request);
  },
};

async function passOver({ operations, by }: EventsRun, request: Request): Promise<CommandResult> {
  const projection = knownProjection(operations.projections, request.projection);
  const { place, reason } = request;
  const [event] = await operations.index.events({ partition: place.partition, after: place.position - 1, limit: 1 });
  const text = placeText(place);
  if (event === undefined) {
    return { code: exitCodes.unfinished, text: [`there is no event at ${text}`], json: null };
  }
  const what = `${text}, ${event.stream}@${event.version}`;
  const json = { projection, ...place, stream: event.stream, version: event.version, dryRun: request.dryRun };
  if (request.dryRun) {
    return { code: exitCodes.done, text: [`${projection} would pass over ${what}`], json };
  }
  const moved = await operations.projector.skip(projection, { ...place, by, reason });
  return moved.kind === 'moved'
    ? { code: exitCodes.done, text: [`${projection} passes over ${what}`], json }
    : {
        code: exitCodes.unfinished,
        text: [
          `${projection} is at ${placeText({ ...place, position: moved.position })}, so it cannot pass over ${what}`,
        ],
        json: { ...json, refusedAt: moved.position },
      };
}
