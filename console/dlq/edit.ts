import { openEnvelope } from '../../lambdas/contracts/events/decode-envelope.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { type Correction, correctLetter } from '../../lambdas/core/dead-letter/correct-letter.ts';
import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import type { JsonChange } from '../../lambdas/core/dead-letter/json-changes.ts';
import { letterType } from '../../lambdas/core/dead-letter/letter-type.ts';
import { type PersonalMask, masked } from '../../lambdas/core/privacy/personal-mask.ts';
import { unmasked } from '../../lambdas/core/privacy/unmasked.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { wordsOf } from '../command/option-values.ts';
import type { ParsedOptions } from '../command/parse-options.ts';
import { printable } from '../command/printable.ts';
import { collectPlaces } from './collect-places.ts';
import type { DlqCommand, DlqRun } from './dlq-command.ts';
import { type JsonEdit, jsonEdit, withEdit } from './json-edit.ts';
import { wholeMessage } from './letter-view.ts';
import { letterNamed } from './letters-of.ts';
import type { LetterQueue } from './operations.ts';
import { queueNamed } from './places.ts';

const help = `Corrects the message of a dead letter, where its schema agrees, and shows what it changed.

Usage: dlq edit QUEUE ID (--set PATH=VALUE ... | --unset PATH ... | --file FILE) [--dry-run]

  --set PATH=VALUE      data.total=100, data.lines.0.sku=CD; JSON, or else text; may be repeated
  --unset PATH          takes a field away; may be repeated
  --file FILE           the whole message, as dlq peek --raw prints it; *** stands for what is there
  --dry-run             shows the changes and makes none

The message gets a new id, because it is not what was sent under the old one. It stays in its line: dlq redrive sends it.
Exit code: 0 when it is corrected, 1 when there is no such letter or its schema refuses the correction.`;

/** Corrects one letter. */
export const edit: DlqCommand = {
  help,
  options: {
    set: { type: 'string', multiple: true },
    unset: { type: 'string', multiple: true },
    file: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  prepare: (options) => {
    const [queue = '', id = ''] = wordsOf(options, ['QUEUE', 'ID']);
    const request = { queue, id, ...changesOf(options), dryRun: options.flag('dry-run') };
    return (run) => editLetter(run, request);
  },
};

interface Request {
  readonly queue: string;
  readonly id: string;
  readonly edits: readonly JsonEdit[];
  readonly file: string | undefined;
  readonly dryRun: boolean;
}

function changesOf(options: ParsedOptions): Pick<Request, 'edits' | 'file'> {
  const file = options.text('file');
  const gone = options.texts('unset').map((path) => ({ path: path.split('.') }));
  const edits = [...options.texts('set').map(jsonEdit), ...gone];
  if (edits.length > 0 === (file !== undefined)) {
    throw new PipelineError('edit must be given either --set and --unset, or --file', { code: 'input-invalid' });
  }
  return { edits, file };
}

async function editLetter(run: DlqRun, request: Request): Promise<CommandResult> {
  const { operations, commandFor } = run;
  const { queue: name, id } = request;
  const queue = queueNamed(operations, name);
  await collectPlaces([queue], run);
  const letter = await letterNamed(queue.lines, id);
  if (letter === undefined) {
    const text = [`${name} has no letter "${printable(id)}"`, `see what there is with: ${commandFor('ls', name)}`];
    return { code: exitCodes.unfinished, text, json: null };
  }
  const after = await messageAfter(run, request, letter);
  try {
    const correction = await corrected(run, queue, { letter, after });
    return await applied(run, { queue, letter, correction, dryRun: request.dryRun });
  } catch (cause) {
    if (cause instanceof PipelineError && !cause.retryable && cause.code !== 'input-invalid') {
      return refused(name, id, `${cause.code}: ${cause.message}`);
    }
    throw cause;
  }
}

async function messageAfter(
  { operations, readText }: DlqRun,
  { edits, file }: Request,
  { body }: DeadLetter,
): Promise<string> {
  const whole = await wholeMessage(body, operations.payloads);
  return file === undefined
    ? JSON.stringify(edits.reduce(withEdit, whole))
    : withHidden(await fileText(readText, file), whole);
}

/** What the operator was not shown is as it was. */
function withHidden(text: string, whole: unknown): string {
  try {
    return JSON.stringify(unmasked(JSON.parse(text), whole));
  } catch {
    return text;
  }
}

async function fileText(readText: DlqRun['readText'], file: string): Promise<string> {
  try {
    return await readText(file);
  } catch (cause) {
    throw new PipelineError(`--file must name a file that can be read, got "${file}"`, {
      code: 'input-invalid',
      cause,
    });
  }
}

/** Checked against the message as it was with all its data, so that the changes are those that were made. */
async function corrected(
  { operations }: DlqRun,
  { types, policy }: LetterQueue,
  { letter, after }: { readonly letter: DeadLetter; readonly after: string },
): Promise<Correction> {
  const { payloads, ids } = operations;
  const whole = await wholeMessage(letter.body, payloads);
  const before = typeof whole === 'string' ? whole : JSON.stringify(whole);
  const correction = await correctLetter({ types, payloads, ids }, { before, after });
  const { subject } = openEnvelope(correction.body);
  if (policy !== 'skip' && subject !== letter.key) {
    throw new PipelineError(`subject must stay the key of its line, "${letter.key}", got "${subject}"`, {
      code: 'envelope-invalid',
    });
  }
  return correction;
}

async function applied(
  { operations, by, commandFor }: DlqRun,
  edited: {
    readonly queue: LetterQueue;
    readonly letter: DeadLetter;
    readonly correction: Correction;
    readonly dryRun: boolean;
  },
): Promise<CommandResult> {
  const { queue, letter, correction, dryRun } = edited;
  const { id, key, body } = letter;
  const changes = correction.changes.map((change) => discreet(change, operations.mask));
  const title = `letter ${printable(id)} of ${queue.name}, key ${printable(key)} (${printable(letterType(body))})`;
  const json = { queue: queue.name, id, key, dryRun, changes };
  const lines = [title, ...rendered(changes)];
  if (dryRun) {
    return { code: exitCodes.done, text: [...lines, 'nothing is changed: --dry-run'], json };
  }
  const audit = { id: operations.ids.next(), action: 'edit', by, at: operations.clock.now() } as const;
  const record = { ...audit, key, letters: [id], before: body, after: correction.body };
  if (!(await queue.lines.correct(id, correction.body, record))) {
    return refused(queue.name, id, 'the letter has left its line meanwhile');
  }
  return {
    code: exitCodes.done,
    text: [...lines, `corrected; redrive it with: ${commandFor('redrive', queue.name, '--key', key)}`],
    json,
  };
}

function refused(queue: string, id: string, reason: string): CommandResult {
  const text = [`letter ${printable(id)} of ${queue} stays as it is: ${printable(reason)}`];
  return { code: exitCodes.unfinished, text, json: { queue, id, refused: reason } };
}

function discreet({ path, before, after }: JsonChange, mask: PersonalMask): JsonChange {
  const hidden = (value: unknown): unknown => (mask.covers(path) && value !== undefined ? masked : mask.json(value));
  return { path, before: hidden(before), after: hidden(after) };
}

function rendered(changes: readonly JsonChange[]): readonly string[] {
  const rows = changes.map(({ path, before, after }) => [
    printable(path || '(message)'),
    shown(before),
    '->',
    shown(after),
  ]);
  return renderTable(['path', 'before', '', 'after'], rows).map((row) => `  ${row}`);
}

function shown(value: unknown): string {
  return value === undefined ? '(none)' : printable(JSON.stringify(value), 80);
}
