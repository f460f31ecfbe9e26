import type { PersonState } from '../../lambdas/core/privacy/forget-person.ts';
import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { factLines } from '../command/fact-lines.ts';
import { wordsOf } from '../command/option-values.ts';
import type { ForgetCommand, ForgetRun } from './forgetting.ts';
import { whatIsForgotten } from './what-is-forgotten.ts';

const help = `Forgets a person for good: destroys the key under which everything personal is sealed, and tells projections.

Usage: forget PERSON (--dry-run | --yes)

  --dry-run             says what would be forgotten and what not, and forgets nothing
  --yes                 needed to forget: nobody can take it back

PERSON is the id that types name as their dataSubject. What is kept of it is a pseudonym.
Exit code: 0 when the person is forgotten (or was), 2 when --yes is missing: then nothing is forgotten.`;

/** Forgets one person. */
export const forget: ForgetCommand = {
  help,
  options: { 'dry-run': { type: 'boolean' }, yes: { type: 'boolean' } },
  prepare: (options) => {
    const [person = ''] = wordsOf(options, ['PERSON']);
    const [dryRun, yes] = [options.flag('dry-run'), options.flag('yes')];
    return (run) => (yes && !dryRun ? forgotten(run, person) : shown(run, { person, dryRun }));
  },
};

async function shown(
  { operations }: ForgetRun,
  { person, dryRun }: { readonly person: string; readonly dryRun: boolean },
): Promise<CommandResult> {
  const found = await operations.look(person);
  if (found.state === 'forgotten') {
    return already(found);
  }
  return {
    code: dryRun ? exitCodes.done : exitCodes.usage,
    text: [
      ...facts(found),
      ...whatIsForgotten(operations.keyMemorySeconds),
      dryRun ? 'nothing is forgotten: --dry-run' : 'nothing is forgotten: repeat it with --yes',
    ],
    json: { ...found, dryRun, done: false, ...(dryRun ? {} : { needs: '--yes' }) },
  };
}

async function forgotten({ operations, by }: ForgetRun, person: string): Promise<CommandResult> {
  const { done, ...found } = await operations.forget(person, by);
  if (!done) {
    return already(found);
  }
  return {
    code: exitCodes.done,
    text: [...facts(found), ...lastSeconds(operations.keyMemorySeconds)],
    json: { ...found, done },
  };
}

function lastSeconds(keyMemorySeconds: number | undefined): readonly string[] {
  return keyMemorySeconds === undefined
    ? ['what lies in clear stays: see --dry-run']
    : [`functions that have the key in memory forget it within ${keyMemorySeconds} s`];
}

function already(found: PersonState): CommandResult {
  return {
    code: exitCodes.done,
    text: [...facts(found), 'the person was forgotten before'],
    json: { ...found, done: false },
  };
}

const states = {
  known: 'there is a key, and data may be sealed under it',
  unknown: 'there never was a key; none can be made once the person is forgotten',
  forgotten: 'forgotten, for good',
} as const;

function facts({ subject, state, record }: PersonState): readonly string[] {
  return factLines([
    ['pseudonym', subject],
    ['state', states[state]],
    ...(record === undefined ? [] : [['forgotten', `${new Date(record.at).toISOString()} by ${record.by}`] as const]),
  ]);
}
