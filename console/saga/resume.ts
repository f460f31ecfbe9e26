import { actingCommand } from './acting-command.ts';

/** Goes on with a compensation. */
export const resume = actingCommand({
  help: `Goes on with a compensation that had failed, at the undo that it failed at, with fresh attempts.

Usage: saga resume KEY [--dry-run] [--reason TEXT]
`,
  order: () => () => Promise.resolve({ kind: 'resume' }),
});
