import { actingCommand } from './acting-command.ts';
import { stepHelp, stepOption } from './step-option.ts';

/** Sends a command again. */
export const retry = actingCommand({
  help: `Sends the command of a pending step, or of a pending undo, again now, as a new attempt; a reply to an earlier one still counts.

Usage: saga retry KEY [--step STEP] [--dry-run] [--reason TEXT]

${stepHelp}`,
  options: stepOption,
  order: (options) => () => Promise.resolve({ kind: 'retry', step: options.text('step') }),
});
