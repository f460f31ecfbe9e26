import type { Command } from '../command/command.ts';
import type { Sagas } from './sagas.ts';

/** One of the commands on sagas. */
export type SagaCommand = Command<Sagas>;
