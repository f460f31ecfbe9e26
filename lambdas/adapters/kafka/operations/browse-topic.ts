import type { Admin, Consumer, RecordsBatch } from '@platformatic/kafka';
import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import { committedRecords } from '../committed-records.ts';
import type { FetchedPartition } from '../partition-fetcher.ts';
import { type OffsetPlace, type ResolvedPlace, resolvePlace } from './offset-place.ts';

/** Which records of a topic are looked at. */
export interface BrowseRequest {
  readonly topic: string;
  /** @default all */
  readonly partition?: number;
  /** `latest`: the last `limit` records. */
  readonly from: OffsetPlace;
  /** Most records that are answered. */
  readonly limit: number;
  /** Whether their payload is answered; it may hold what is personal. */
  readonly payload: boolean;
}

/** A record as an operator looks at it. Text that is no UTF-8 is shown as `base64:...`. */
export interface BrowsedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly key: string | undefined;
  /** In their order; a name may come more than once. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Bytes of the payload; undefined for a tombstone. */
  readonly bytes: number | undefined;
  /** Undefined when it was not asked for, and for a tombstone. */
  readonly payload: string | undefined;
}

/** What looking works with: the consumer only fetches and joins no group. */
export interface BrowseClients {
  readonly admin: Admin;
  readonly consumer: Consumer;
}

/** Bytes asked for at once, and at most for a partition. */
const fetchBytes = 1_048_576;

/**
 * Looks at records that lie in a topic, by time, up to what it held when it was asked; moves no offset and leaves out
 * records of transactions that were given up.
 *
 * @throws PipelineError `input-invalid` when the topic or the partition does not exist.
 */
export async function browseTopic(clients: BrowseClients, request: BrowseRequest): Promise<readonly BrowsedRecord[]> {
  const { topic, partition, from, limit } = request;
  const places = await resolvePlace(clients.admin, [topic], from);
  const asked = places.filter((place) => partition === undefined || place.partition === partition);
  if (asked.length === 0) {
    const held = `0 to ${places.length - 1}`;
    throw new PipelineError(`partition must be one of topic "${topic}", ${held}, got ${String(partition)}`, {
      code: 'input-invalid',
    });
  }
  const found = await Promise.all(asked.map((place) => readPartition(clients, backed(place, request), request)));
  const records = found.flat().sort((one, other) => one.timestamp - other.timestamp);
  return from.kind === 'latest' ? records.slice(-limit) : records.slice(0, limit);
}

/** The last records of a partition begin before its end. */
function backed(place: ResolvedPlace, { from, limit }: BrowseRequest): ResolvedPlace {
  const start = place.end - BigInt(limit);
  return from.kind === 'latest' ? { ...place, offset: start < place.first ? place.first : start } : place;
}

async function readPartition(
  { consumer }: BrowseClients,
  place: ResolvedPlace,
  { limit, payload }: BrowseRequest,
): Promise<readonly BrowsedRecord[]> {
  const records: BrowsedRecord[] = [];
  let next: bigint | undefined = place.offset;
  while (next !== undefined && next < place.end && records.length < limit) {
    const start: bigint = next;
    const answer = await fetchFrom(consumer, place, start);
    const inside = answer ? browsed(answer, place.topic, payload) : [];
    records.push(...inside.filter(({ offset }) => offset >= start && offset < place.end));
    next = answer && committedRecords(place.topic, answer).next;
  }
  return records.slice(0, limit);
}

async function fetchFrom(
  consumer: Consumer,
  { topic, partition }: ResolvedPlace,
  fetchOffset: bigint,
): Promise<FetchedPartition | undefined> {
  const { topics } = await consumer.metadata({ topics: [topic] });
  const { id: topicId = '', partitions = [] } = topics.get(topic) ?? {};
  const place = { partition, fetchOffset, partitionMaxBytes: fetchBytes, currentLeaderEpoch: -1, lastFetchedEpoch: -1 };
  const { responses } = await consumer.fetch({
    node: partitions[partition]?.leader ?? -1,
    topics: [{ topicId, partitions: [place] }],
    isolationLevel: 1,
    maxBytes: fetchBytes,
    maxWaitTime: 100,
  });
  return responses[0]?.partitions[0];
}

function browsed(answer: FetchedPartition, topic: string, payload: boolean): readonly BrowsedRecord[] {
  const times = new Map((answer.records ?? []).flatMap(timesOf));
  return committedRecords(topic, answer).records.map(({ partition, offset, key, value, headers }) => ({
    topic,
    partition,
    offset,
    timestamp: times.get(offset) ?? 0,
    key: key === null ? undefined : textOf(key),
    headers: headers.map(([name, held]) => [textOf(name ?? empty), textOf(held ?? empty)] as const),
    bytes: value?.byteLength,
    payload: payload && value !== null ? textOf(value) : undefined,
  }));
}

function timesOf({ firstOffset, firstTimestamp, records }: RecordsBatch): readonly (readonly [bigint, number])[] {
  return records.map(({ offsetDelta, timestampDelta }) => [
    firstOffset + BigInt(offsetDelta),
    Number(firstTimestamp + timestampDelta),
  ]);
}

const empty = new Uint8Array();
const strict = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return `base64:${Buffer.from(bytes).toString('base64')}`;
  }
}
