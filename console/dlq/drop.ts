import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { wordsOf } from '../command/option-values.ts';
import { collectPlaces } from './collect-places.ts';
import type { DlqCommand, DlqRun } from './dlq-command.ts';
import {
  type LetterFilter,
  filterHelp,
  filterOptions,
  letterFilter,
  letterSelector,
  selectsAll,
} from './letter-filter.ts';
import { lettersOf } from './letters-of.ts';
import { letterFacts } from './listing.ts';
import type { LetterPlace } from './operations.ts';
import { placeNamed } from './places.ts';
import { renderLetters } from './render-letters.ts';
import { unseenFact, unseenLines } from './unseen.ts';

const help = `Takes dead letters away for good; what they said stays in the audit records.

Usage: dlq drop QUEUE (filters | --all) [--dry-run] [--yes]

${filterHelp}
  --all                 every letter of the queue
  --dry-run             shows what would go
  --yes                 needed to drop more than one letter

Letters behind a dropped one go on with the next redrive; when the last letter of a key is gone, the key is free.
Exit code: 0 when the letters are gone (or were), 2 when --yes is missing: then nothing is dropped.`;

/** Takes letters away. */
export const drop: DlqCommand = {
  help,
  options: {
    ...filterOptions,
    all: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  prepare: (options) => {
    const [queue = ''] = wordsOf(options, ['QUEUE']);
    const filter = letterFilter(options);
    if (selectsAll(filter) !== options.flag('all')) {
      throw new PipelineError('drop must be given either filters, which say what to drop, or --all', {
        code: 'input-invalid',
      });
    }
    const request = { queue, filter, dryRun: options.flag('dry-run'), yes: options.flag('yes') };
    return (run) => dropLetters(run, request);
  },
};

interface Request {
  readonly queue: string;
  readonly filter: LetterFilter;
  readonly dryRun: boolean;
  readonly yes: boolean;
}

async function dropLetters(run: DlqRun, { queue, filter, dryRun, yes }: Request): Promise<CommandResult> {
  const { operations } = run;
  const place = placeNamed(operations, queue);
  await collectPlaces([place], run);
  const now = operations.clock.now();
  const letters = (await lettersOf(place.lines)).filter(letterSelector(filter, now));
  const facts = letters.map(letterFacts);
  if (letters.length === 0) {
    const text = [`${queue}: nothing to drop`, ...unseenLines([place])];
    return { code: exitCodes.done, text, json: { queue, dropped: [], ...unseenFact(place) } };
  }
  const table = renderLetters(facts, now).map((row) => `  ${row}`);
  if (dryRun) {
    const text = [`${queue}: ${letters.length} to be dropped`, ...table];
    return { code: exitCodes.done, text, json: { queue, dryRun, letters: facts } };
  }
  if (letters.length > 1 && !yes) {
    const text = [`${queue}: ${letters.length} letters would be dropped, and none is: repeat it with --yes`, ...table];
    return { code: exitCodes.usage, text, json: { queue, dropped: [], needs: '--yes', letters: facts } };
  }
  return dropped(run, place, letters);
}

async function dropped(run: DlqRun, place: LetterPlace, letters: readonly DeadLetter[]): Promise<CommandResult> {
  const { operations, by, signal, commandFor } = run;
  const gone: string[] = [];
  for (const { id, key, body } of letters) {
    if (signal.aborted) {
      break;
    }
    const audit = { id: operations.ids.next(), action: 'drop', by, at: operations.clock.now() } as const;
    if (await place.lines.remove(id, { ...audit, key, letters: [id], before: body })) {
      gone.push(id);
    }
  }
  return {
    code: signal.aborted ? exitCodes.interrupted : exitCodes.done,
    text: [
      `${place.name}: ${gone.length} of ${letters.length} dropped`,
      ...(signal.aborted ? ['interrupted; run the same command again to go on'] : []),
      `what they said is kept: ${commandFor('audit', place.name, '--payload')}`,
    ],
    json: { queue: place.name, dropped: gone },
  };
}
