/** Exit codes of the operator's commands; `unfinished`: something failed, is held back or waits. */
export const exitCodes = { done: 0, unfinished: 1, usage: 2, interrupted: 130 } as const;

/** One of them. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
