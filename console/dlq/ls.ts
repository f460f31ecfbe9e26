import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import type { CommandResult } from '../command/command.ts';
import { counted } from '../command/counted.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { countOption } from '../command/option-values.ts';
import type { ParsedOptions } from '../command/parse-options.ts';
import { collectPlaces } from './collect-places.ts';
import type { DlqCommand, DlqRun } from './dlq-command.ts';
import { lettersOf } from './letters-of.ts';
import { type GroupedBy, letterFacts, letterGroups, placeSummary } from './listing.ts';
import type { LetterPlace } from './operations.ts';
import { allPlaces, placeNamed } from './places.ts';
import { renderGroups, renderLetters, renderSummaries } from './render-letters.ts';
import { unseenFact, unseenLines } from './unseen.ts';

const help = `Lists dead letters: the queues that have some, or the letters of the queues named. Payloads never show.

Usage: dlq ls [QUEUE...] [--by key|reason|type] [--limit N]

  --by WHAT             counts letters by key, reason or type instead
  --limit N             letters shown of a queue (default: 100)

QUEUE is a name of the definition: a queue, or what a consumer reads at a broker. Or relay: records of the table's stream
that could not be published. What still lies in dead-letter queues, topics and streams is first moved into the lines in
the table, where it keeps its order and expires no more.

Brokers are those of the local run. Elsewhere KAFKA_BROKERS, REDIS_URL, RABBITMQ_URL and NATS_SERVERS say where they are,
with the logins that deployed functions have; a broker that none names is not looked at,
and the list says so.`;

const defaultLimit = 100;

/** Lists what there is. */
export const ls: DlqCommand = {
  help,
  options: { by: { type: 'string' }, limit: { type: 'string' } },
  prepare: (options) => {
    const request = { by: groupedBy(options), limit: countOption(options, 'limit') ?? defaultLimit };
    return (run) => list(run, { ...request, names: options.words });
  },
};

function groupedBy(options: ParsedOptions): GroupedBy | undefined {
  const by = options.text('by');
  if (by !== undefined && by !== 'key' && by !== 'reason' && by !== 'type') {
    throw new PipelineError(`--by must be key, reason or type, got "${by}"`, { code: 'input-invalid' });
  }
  return by;
}

interface Listing {
  readonly names: readonly string[];
  readonly by: GroupedBy | undefined;
  readonly limit: number;
}

async function list(run: DlqRun, listing: Listing): Promise<CommandResult> {
  const { operations } = run;
  const { names } = listing;
  const places = names.length === 0 ? allPlaces(operations) : names.map((name) => placeNamed(operations, name));
  await collectPlaces(places, run);
  const found: PlaceLetters[] = [];
  for (const place of places) {
    found.push({ place, letters: await lettersOf(place.lines) });
  }
  const listed = names.length === 0 && listing.by === undefined ? summaries(run, found) : details(run, listing, found);
  return { ...listed, code: run.signal.aborted ? exitCodes.interrupted : exitCodes.done };
}

interface PlaceLetters {
  readonly place: LetterPlace;
  readonly letters: readonly DeadLetter[];
}

type Listed = Omit<CommandResult, 'code'>;

function summaries({ operations, commandFor }: DlqRun, found: readonly PlaceLetters[]): Listed {
  const places = found.map(({ place, letters }) => placeSummary(place, letters));
  const first = places.find(({ letters }) => letters > 0);
  const next = first === undefined ? 'no dead letters' : `look closer with: ${commandFor('ls', first.name)}`;
  const unseen = unseenLines(found.map(({ place }) => place));
  return {
    json: found.map(({ place, letters }) => ({ ...placeSummary(place, letters), ...unseenFact(place) })),
    text: [...renderSummaries(places, operations.clock.now()), '', ...unseen, next],
  };
}

function details({ operations, commandFor }: DlqRun, { by, limit }: Listing, found: readonly PlaceLetters[]): Listed {
  const now = operations.clock.now();
  const parts = found.map(({ place, letters }) => {
    const { name, policy, keys } = placeSummary(place, letters);
    const title = `${name} (${policy}): ${counted(letters.length, 'letter')} of ${counted(keys, 'key')}`;
    const facts = letters.map(letterFacts);
    const groups = by && letterGroups(letters, by);
    const table =
      groups === undefined
        ? renderLetters(facts.slice(0, limit), now)
        : renderGroups(groups.slice(0, limit), by ?? '', now);
    const hidden = (groups ?? facts).length - limit;
    return {
      json: { queue: name, policy, ...unseenFact(place), ...(groups === undefined ? { letters: facts } : { groups }) },
      text: [title, ...(letters.length === 0 ? [] : table), ...(hidden > 0 ? [`and ${hidden} more: --limit`] : [])],
    };
  });
  const some = found.find(({ letters }) => letters.length > 0);
  const next = some && [`see one with: ${commandFor('peek', some.place.name, some.letters[0]?.id ?? '')}`];
  return {
    json: parts.map(({ json }) => json),
    text: [
      ...parts.flatMap(({ text }) => [...text, '']),
      ...unseenLines(found.map(({ place }) => place)),
      ...(next ?? []),
    ],
  };
}
