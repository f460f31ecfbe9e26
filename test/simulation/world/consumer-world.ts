import type { EmbeddedPorts } from '../../../localstack/embedded/embedded-consumers.ts';

/** The ports of one process: every call of them is a step of the scheduler. */
export type ConsumerWorld = Pick<EmbeddedPorts, 'items' | 'clock' | 'ids' | 'notifier'>;
