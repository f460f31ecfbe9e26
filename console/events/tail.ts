import type { IndexedEvent } from '../../lambdas/core/event-index/indexed-event.ts';
import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { prettyLines } from '../command/fact-lines.ts';
import { countOption } from '../command/option-values.ts';
import type { ParsedOptions } from '../command/parse-options.ts';
import { printable } from '../command/printable.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { type EventView, eventView } from './event-view.ts';
import type { EventsCommand, EventsRun } from './events-command.ts';
import { placeText } from './place-of.ts';
import { createIndexFollower } from './follow-index.ts';

const help = `Shows events as they are indexed, the newest last, until Ctrl-C.

Usage: events tail [--limit N] [--stream PREFIX] [--type TYPE] [--once] [--data]

  --limit N             begins with the last N events (default: 10)
  --stream PREFIX       only streams whose name begins so, such as order- or order-1001
  --type TYPE           only events of this type; may be repeated
  --once                ends when it has shown what there is
  --data                shows what the events say; what is personal stays hidden

A position is that of the event in its partition of the index: 07:42. With --json each line is one event.`;

const defaultLimit = 10;

/** Characters of a position in most indexes, so that lines stay aligned. */
const placeWidth = 10;

/** Milliseconds between two looks at the index. */
const pauseMs = 1000;

/** Follows the index. */
export const tail: EventsCommand = {
  help,
  options: {
    limit: { type: 'string' },
    stream: { type: 'string' },
    type: { type: 'string', multiple: true },
    once: { type: 'boolean' },
    data: { type: 'boolean' },
  },
  prepare: (options) => {
    const request = requestOf(options);
    return (run) => follow(run, request);
  },
};

interface Request {
  readonly limit: number;
  readonly once: boolean;
  readonly withData: boolean;
  readonly asJson: boolean;
  readonly matches: (event: Pick<IndexedEvent, 'stream'> & Pick<EventView, 'type'>) => boolean;
}

function requestOf(options: ParsedOptions): Request {
  if (options.words.length > 0) {
    throw new PipelineError(`tail must be given options alone, got ${options.words.join(' ')}`, {
      code: 'input-invalid',
    });
  }
  const types = new Set(options.texts('type'));
  const prefix = options.text('stream') ?? '';
  return {
    limit: countOption(options, 'limit') ?? defaultLimit,
    once: options.flag('once'),
    withData: options.flag('data'),
    asJson: options.flag('json'),
    matches: ({ stream, type }) => stream.startsWith(prefix) && (types.size === 0 || types.has(type)),
  };
}

async function follow(run: EventsRun, request: Request): Promise<CommandResult> {
  const { operations, signal } = run;
  const follower = createIndexFollower(operations.index);
  await sayAll(run, request, await follower.newest(request.limit));
  while (!request.once && !signal.aborted) {
    const events = await follower.next();
    await sayAll(run, request, events);
    await (events.length === 0 ? operations.sleep(pauseMs) : undefined);
  }
  // Ctrl-C is how a tail ends: nothing is left undone.
  return { code: exitCodes.done, text: [], json: undefined };
}

async function sayAll(run: EventsRun, request: Request, events: readonly IndexedEvent[]): Promise<void> {
  for (const event of events) {
    await say(run, request, event);
  }
}

async function say({ operations, output }: EventsRun, request: Request, indexed: IndexedEvent): Promise<void> {
  const { payloads, mask } = operations;
  const view = await eventView(indexed.event, { payloads, mask, withData: request.withData });
  const { partition, position, stream, version } = indexed;
  if (!request.matches({ stream, type: view.type })) {
    return;
  }
  if (request.asJson) {
    output.write(`${JSON.stringify({ partition, position, stream, version, ...view })}\n`);
    return;
  }
  const place = placeText({ partition, position }).padEnd(placeWidth);
  const line = [place, view.time, `${printable(stream)}@${version}`, printable(view.type)].join('  ');
  const data = request.withData ? prettyLines(view.data).map((text) => `    ${text}`) : [];
  output.write([line, ...data].map((text) => `${text}\n`).join(''));
}
