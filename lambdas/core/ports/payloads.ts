import type { PayloadLife } from '../../contracts/payload-life.ts';

/** Data that a message or an event does not carry itself. */
export interface Payload {
  /** The id of its envelope. */
  readonly id: string;
  /** JSON. */
  readonly text: string;
  readonly life: PayloadLife;
}

/**
 * Keeps data apart from the messages and events that lead to it.
 *
 * Both methods throw PipelineError `store-unavailable` (retryable) when the store does not answer or refuses.
 */
export interface Payloads {
  /** Resolves, with a reference to travel in the message, once the payload is durably kept; the same again is no change. */
  put(payload: Payload): Promise<string>;
  /** @throws PipelineError `payload-missing` when nothing is kept there, or the reference leads to another store. */
  get(reference: string): Promise<string>;
}
