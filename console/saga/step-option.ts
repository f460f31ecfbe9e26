import type { OptionTypes } from '../command/parse-options.ts';

/** Which of the pending steps is meant. */
export const stepOption = { step: { type: 'string' } } as const satisfies OptionTypes;

/** What `--help` says of it. */
export const stepHelp = '  --step STEP           which one, where several are pending';
