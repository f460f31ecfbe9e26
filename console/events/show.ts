import { readEvents } from '../../lambdas/core/event-store/read-events.ts';
import { tipKey, tipOf } from '../../lambdas/core/event-store/tip.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import type { CommandResult } from '../command/command.ts';
import { counted } from '../command/counted.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { prettyLines } from '../command/fact-lines.ts';
import { countOption, wordsOf } from '../command/option-values.ts';
import { printable } from '../command/printable.ts';
import { type EventView, eventView } from './event-view.ts';
import type { EventsCommand, EventsRun } from './events-command.ts';

const help = `Shows the events of one stream as they lie in the event store, the newest last.

Usage: events show STREAM [--limit N] [--data]

  --limit N             the last N events (default: 100)
  --data                shows what the events say; what is personal stays hidden

STREAM is a name such as order-1001: a category and the key of its aggregate.`;

const defaultLimit = 100;

/** Shows a stream. */
export const show: EventsCommand = {
  help,
  options: { limit: { type: 'string' }, data: { type: 'boolean' } },
  prepare: (options) => {
    const [stream = ''] = wordsOf(options, ['STREAM']);
    const request = { stream, limit: countOption(options, 'limit') ?? defaultLimit, withData: options.flag('data') };
    return (run) => shown(run, request);
  },
};

interface Request {
  readonly stream: string;
  readonly limit: number;
  readonly withData: boolean;
}

interface Numbered extends EventView {
  readonly version: number;
}

async function shown({ operations }: EventsRun, { stream, limit, withData }: Request): Promise<CommandResult> {
  const { items, payloads, mask } = operations;
  const tip = tipOf(await items.get(tipKey(stream)));
  if (tip.version === 0) {
    return { code: exitCodes.unfinished, text: [`there is no stream ${printable(stream)}`], json: null };
  }
  const texts = await readEvents({ items, stream, tip });
  const first = Math.max(tip.version - limit, 0);
  const views = texts.slice(first).map((text) => eventView(text, { payloads, mask, withData }));
  const events: readonly Numbered[] = (await Promise.all(views)).map((view, place) => ({
    version: first + place + 1,
    ...view,
  }));
  return {
    code: exitCodes.done,
    text: [
      `${printable(stream)}: ${counted(tip.version, 'event')}${first > 0 ? `, the last ${events.length} of them` : ''}`,
      ...rendered(events, withData),
    ],
    json: { stream, version: tip.version, events },
  };
}

function rendered(events: readonly Numbered[], withData: boolean): readonly string[] {
  const [titles = '', ...rows] = renderTable(
    ['version', 'time', 'type', 'id', 'caused by'],
    events.map(({ version, time, type, id, cause = '' }) => [
      version,
      ...[time, type, id, cause].map((text) => printable(text)),
    ]),
  );
  const data = (event: Numbered | undefined): readonly string[] =>
    withData ? prettyLines(event?.data).map((line) => `         ${line}`) : [];
  return [titles, ...rows.flatMap((row, place) => [row, ...data(events[place])])];
}
