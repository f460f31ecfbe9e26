import type { Publisher } from '../../core/ports/publisher.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';

/** What a lazy publisher works with. */
export interface LazyPublisherOptions {
  readonly open: () => Promise<Publisher>;
  /** How long a publish waits for it. */
  readonly seconds: number;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly telemetry: Telemetry;
}

/**
 * A publisher that is opened when something is first published, and again when that failed: a function starts without
 * waiting for a broker, and what it cannot publish meanwhile comes again.
 */
export function lazyPublisher({ open, seconds, sleep, telemetry }: LazyPublisherOptions): Publisher {
  let opening: Promise<Publisher> | undefined;
  const opened = (): Promise<Publisher> =>
    (opening ??= open().catch((cause: unknown) => {
      opening = undefined;
      throw cause;
    }));
  const inTime = async (): Promise<Publisher | undefined> => {
    const over = new AbortController();
    try {
      return await Promise.race([opened(), sleep(seconds * 1000, over.signal).then(() => undefined)]);
    } catch (cause) {
      telemetry.error('broker not reached', {}, cause);
      return undefined;
    } finally {
      over.abort();
    }
  };
  return {
    publish: async (messages) => {
      const publisher = await inTime();
      return publisher === undefined
        ? { failed: messages.map(({ id }) => ({ id, reason: 'broker not reached' })) }
        : publisher.publish(messages);
    },
  };
}
