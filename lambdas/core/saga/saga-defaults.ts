import type { Duration } from '../../contracts/duration.ts';

/** How long a reply is awaited: far longer than a consumer takes, retries and a paused queue included. */
export const defaultStepTimeout: Duration = { minutes: 15 };

/** How often a command is sent before its step has failed. */
export const defaultAttempts = 3;

/** How often an undo is tried before the saga ends `compensation_failed`. */
export const defaultUndoAttempts = 5;

/** When a saga must be done. */
export const defaultDeadline: Duration = { days: 2 };

/** Seconds between a failed undo and the next try; they double with every further one. */
export const firstUndoPauseSeconds = 60;

/** The longest wait between two tries of anything whose waits grow, in seconds. */
export const longestWaitSeconds = 3600;
