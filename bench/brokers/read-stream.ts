import type { Redis } from 'ioredis';

/** What reading a stream works with. */
export interface StreamReading {
  readonly client: Redis;
  readonly stream: string;
  readonly group: string;
  /** Entries of one read and one acknowledgement. */
  readonly batch: number;
  readonly settled: (entries: number) => void;
  readonly signal: AbortSignal;
}

const waitMs = 100;

/** One stream with its entries; nothing when the wait was over. */
type Reply = readonly [readonly [string, readonly (readonly [string, readonly string[]])[]]] | null;

/** Reads and acknowledges entries with ioredis alone: parses the JSON of each, and checks nothing. */
export async function readStream({ client, stream, group, batch, settled, signal }: StreamReading): Promise<void> {
  const options = ['GROUP', group, 'bare', 'COUNT', batch, 'BLOCK', waitMs, 'STREAMS', stream, '>'] as const;
  while (!signal.aborted) {
    const reply = (await client.xreadgroup(...options)) as Reply;
    const entries = reply?.[0][1] ?? [];
    for (const [, fields] of entries) {
      JSON.parse(fields[3] ?? '');
    }
    if (entries.length > 0) {
      await client.xack(stream, group, ...entries.map(([id]) => id));
      settled(entries.length);
    }
  }
}
