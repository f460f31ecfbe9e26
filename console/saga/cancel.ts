import { actingCommand } from './acting-command.ts';

/** Cancels a saga. */
export const cancel = actingCommand({
  help: `Cancels a saga: what was done is taken back in reverse, and it ends as cancelled. Only before its pivot was started.

Usage: saga cancel KEY [--dry-run] [--reason TEXT]
`,
  order: () => () => Promise.resolve({ kind: 'cancel' }),
});
