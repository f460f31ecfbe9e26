import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { type PayloadLife, payloadDays } from '../../contracts/payload-life.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Payloads } from '../ports/payloads.ts';
import { type TextPlace, readChunkedText, writeChunkedText } from '../text/chunked-text.ts';

/** First word of the partitions that hold payloads. */
export const payloadStore = 'payload';

/** Keeps payloads in the items of a store: for runs in one process, and where there is no store of objects. */
export function createItemPayloads(dependencies: {
  readonly items: Pick<ItemStore, 'get' | 'write'>;
  readonly clock: Clock;
}): Payloads {
  const { items, clock } = dependencies;
  return {
    async put({ id, text, life }) {
      const expiresAt = Math.floor(clock.now() / 1000) + payloadDays * 86_400;
      const lifetime = life === 'message' ? { expiresAt } : {};
      const pieces = await writeChunkedText(items, { place: placeOf(id, life), text, ...lifetime });
      return `${payloadStore}:${life}/${pieces}/${encodeURIComponent(id)}`;
    },
    async get(reference) {
      const { life, pieces, id } = reference.match(pattern)?.groups ?? {};
      const place = { partition: `${payloadStore}-${id ?? ''}`, sortPrefix: life ?? '' };
      const text = id === undefined ? undefined : await readChunkedText(items, place, Number(pieces));
      if (text === undefined) {
        throw new PipelineError('a dataref must lead to a payload in the store of items, found none', {
          code: 'payload-missing',
        });
      }
      return text;
    },
  };
}

const pattern = new RegExp(`^${payloadStore}:(?<life>message|stream)/(?<pieces>\\d{1,4})/(?<id>[^/]+)$`, 'u');

function placeOf(id: string, life: PayloadLife): TextPlace {
  return { partition: `${payloadStore}-${encodeURIComponent(id)}`, sortPrefix: life };
}
