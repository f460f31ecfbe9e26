import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import { age } from '../command/age.ts';
import type { CommandResult } from '../command/command.ts';
import { counted } from '../command/counted.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { factLines, prettyLines } from '../command/fact-lines.ts';
import { wordsOf } from '../command/option-values.ts';
import { printable } from '../command/printable.ts';
import { collectPlaces } from './collect-places.ts';
import type { DlqCommand, DlqRun } from './dlq-command.ts';
import { type LetterView, letterView } from './letter-view.ts';
import { letterNamed } from './letters-of.ts';
import type { LetterPlace } from './operations.ts';
import { placeNamed } from './places.ts';
import { unseenLines } from './unseen.ts';

const help = `Shows one dead letter: where it stands, why, its envelope, and whether its consumer could read it now.

Usage: dlq peek QUEUE ID|KEY [--payload | --raw]

  --payload             shows the data too; what is personal stays hidden
  --raw                 prints the whole message and nothing else, for a file that dlq edit takes

What is hidden is shown as ***; dlq edit leaves what stands there as it was.
A KEY shows the first letter of its line.`;

/** Shows one letter in full. */
export const peek: DlqCommand = {
  help,
  options: { payload: { type: 'boolean' }, raw: { type: 'boolean' } },
  prepare: (options) => {
    const [queue = '', name = ''] = wordsOf(options, ['QUEUE', 'ID|KEY']);
    const raw = options.flag('raw');
    return (run) => look(run, { queue, name, raw, withPayload: raw || options.flag('payload') });
  },
};

interface Look {
  readonly queue: string;
  readonly name: string;
  readonly raw: boolean;
  readonly withPayload: boolean;
}

async function look(run: DlqRun, { queue, name, raw, withPayload }: Look): Promise<CommandResult> {
  const { operations, commandFor } = run;
  const place = placeNamed(operations, queue);
  await collectPlaces([place], run);
  const { letter, line } = await letterOrHead(place, name);
  if (letter === undefined) {
    const text = [
      `${queue} has no letter or key "${printable(name)}"`,
      ...unseenLines([place]),
      `see what there is with: ${commandFor('ls', queue)}`,
    ];
    return { code: exitCodes.unfinished, text, json: null };
  }
  const view = await letterView({ place, ...operations, withPayload }, letter);
  if (raw) {
    return { code: exitCodes.done, text: prettyLines(view.payload), json: view.payload };
  }
  const facts = factsOf(view, { letters: line, now: operations.clock.now() });
  return { code: exitCodes.done, text: [...facts, '', ...nextSteps(view, run)], json: view };
}

/** By the id of a letter, or the first one of a key; `line`: how many letters its key has. */
async function letterOrHead(
  { lines }: LetterPlace,
  name: string,
): Promise<{ readonly letter: DeadLetter | undefined; readonly line: number }> {
  const ofKey = await lines.letters(name);
  const letter = ofKey[0] ?? (await letterNamed(lines, name));
  const line = letter === undefined ? 0 : ((await lines.line(letter.key))?.letters ?? 0);
  return { letter, line };
}

function factsOf(
  view: LetterView,
  { letters, now }: { readonly letters: number; readonly now: number },
): readonly string[] {
  const { id, key, position, type, reason, parkedAt, receiveCount, redrives, bytes, queue, fault } = view;
  return [
    ...factLines([
      ['letter', id],
      ['queue', queue],
      ['key', `${key} (${counted(letters, 'letter')})`],
      ['position', position],
      ['type', type],
      ['reason', reason],
      ['parked', `${new Date(parkedAt).toISOString()} (${age(now - parkedAt)} ago)`],
      ['deliveries', receiveCount],
      ['redrives', redrives],
      ['size', `${bytes} bytes`],
      ...(view.readable === undefined ? [] : [['readable', view.readable ? 'yes' : `no: ${fault ?? ''}`] as const]),
    ]),
    ...(view.envelope === undefined ? ['envelope    none that can be read'] : ['envelope']),
    ...factLines(Object.entries(view.envelope ?? {})).map((row) => `  ${row}`),
    ...('payload' in view ? ['payload', ...prettyLines(view.payload).map((line) => `  ${line}`)] : []),
  ];
}

function nextSteps({ queue, id, key, fault }: LetterView, { commandFor }: DlqRun): readonly string[] {
  if (fault !== undefined) {
    return [`correct it with: ${commandFor('edit', queue, id, '--set', 'data.NAME=VALUE')}`];
  }
  return [`redrive its key with: ${commandFor('redrive', queue, '--key', key)}`];
}
