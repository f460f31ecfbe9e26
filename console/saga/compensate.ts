import { actingCommand } from './acting-command.ts';

/** Gives a saga up. */
export const compensate = actingCommand({
  help: `Gives a saga up: what was done is taken back in reverse, and it ends as failed. Only before its pivot was started.

Usage: saga compensate KEY [--dry-run] [--reason TEXT]
`,
  order: () => () => Promise.resolve({ kind: 'compensate' }),
});
