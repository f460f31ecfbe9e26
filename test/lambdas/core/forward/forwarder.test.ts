import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { createBatchConsumer } from '../../../../lambdas/core/consume/batch-consumer.ts';
import type { SourceRecord } from '../../../../lambdas/core/consume/source-record.ts';
import { createForwarder } from '../../../../lambdas/core/forward/forwarder.ts';
import type { OutgoingMessage, Publisher } from '../../../../lambdas/core/ports/publisher.ts';
import { messageHeaders } from '../../../../lambdas/core/publish/message-headers.ts';
import { arriving } from '../../../support/commands.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { Noted, delivery, notedParking, notedVisibility } from '../consume/deliveries.ts';

/** A publisher that does not take some messages, and keeps what it was given in each call. */
function notedPublisher(refused: (message: OutgoingMessage) => boolean = () => false) {
  const calls: (readonly OutgoingMessage[])[] = [];
  const publish: Publisher['publish'] = (messages) => {
    calls.push(messages);
    const failed = messages.filter(refused).map(({ id }) => ({ id, reason: 'no leader' }));
    return Promise.resolve({ failed });
  };
  return { calls, publish };
}

function forwarding(publisher: Publisher, handles: Parameters<typeof createForwarder>[0]['handles'] = [Noted]) {
  const clock = fixedClock();
  const parking = notedParking();
  const telemetry = recordingTelemetry();
  const consume = createBatchConsumer({
    consumer: createForwarder({ name: 'toKafka', handles, publisher }),
    ...{ parking, telemetry, clock, ordering: 'group', visibility: notedVisibility() },
  });
  return {
    parking,
    telemetry,
    consume: (records: readonly SourceRecord[]) => consume(records, { deadline: clock.now() + 30_000 }),
  };
}

const letters = ['a', 'b', 'c', 'd', 'e'];

describe('forwarder', () => {
  it('publishes a batch in one call, byte for byte, with the ids, keys, times and traces of its messages', async () => {
    const publisher = notedPublisher();
    const records = letters.map((id) => {
      const envelope = {
        ...arriving(Noted.of({ note: id })),
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      };
      const { data, ...head } = envelope;
      return delivery({ id, group: id, body: JSON.stringify({ ...head, data }) });
    });

    expect(await forwarding(publisher).consume(records)).toEqual({ failed: [] });

    expect(publisher.calls.map((call) => call.map(({ body }) => body))).toEqual([records.map(({ body }) => body)]);
    const sent = publisher.calls[0]?.map(messageHeaders);
    expect(sent).toEqual(
      records.map(({ body }) => {
        const { id, type, time, subject, traceparent } = JSON.parse(body) as Readonly<Record<string, string>>;
        return expect.objectContaining({
          ...{ ce_id: id, ce_type: type, ce_time: time, ce_partitionkey: subject, traceparent },
        });
      }),
    );
  });

  it('gives back what the broker did not take, and later messages of its key untried, and keeps the rest', async () => {
    const publisher = notedPublisher(({ key }) => key === 'b');
    const { consume, telemetry } = forwarding(publisher);
    const records = [...letters, 'b'].map((note, index) =>
      delivery({ id: `${note}${index}`, group: note, body: JSON.stringify(arriving(Noted.of({ note }))) }),
    );

    expect(await consume(records)).toEqual({ failed: ['b1', 'b5'] });

    expect(publisher.calls.flat().map(({ key }) => key)).toEqual(letters);
    expect(telemetry.counts.get('RecordsRetried')).toBe(1);
  });

  it('gives back everything when the publisher breaks, and sends it again with the same ids', async () => {
    const taken = notedPublisher();
    let broken = true;
    const { consume } = forwarding({
      publish: (messages) => (broken ? Promise.reject(new TypeError('no socket')) : taken.publish(messages)),
    });
    const records = letters.map((id) => delivery({ id, group: id }));

    const first = await consume(records);
    broken = false;
    const second = await consume(records);

    expect(first).toEqual({ failed: letters });
    expect(second).toEqual({ failed: [] });
    expect(taken.calls.flat().map(({ body }) => body)).toEqual(records.map(({ body }) => body));
  });

  it('keeps the order of a key', async () => {
    const publisher = notedPublisher();
    const records = letters.map((note) => delivery({ id: note, group: 'one key' }));

    await forwarding(publisher).consume(records);

    expect(publisher.calls.flat().map(({ body }) => body)).toEqual(records.map(({ body }) => body));
  });

  it('leaves sealed, absent and old data as it is, for those who read it on the other side', async () => {
    const publisher = notedPublisher();
    const Versioned = event('test.noted', {
      version: 2,
      schema: z.object({ note: z.string(), more: z.number() }),
      key: ({ note }) => note,
      upcasters: { 1: () => ({ note: 'upcast', more: 1 }) },
    });
    const { data, ...head } = arriving(Noted.of({ note: 'old' }));
    const bodies = [
      { ...head, data },
      { ...head, dataref: 's3://bucket/1' },
      { ...head, dataseal: 'v1', datasubject: 'p1', data: { open: {}, sealed: 'xyz' } },
    ].map((envelope) => JSON.stringify(envelope));

    await forwarding(publisher, [Versioned]).consume(
      bodies.map((body, index) => delivery({ id: String(index), body })),
    );

    expect(publisher.calls.flat().map(({ body }) => body)).toEqual(bodies);
  });

  it('parks what is no message and what it does not handle', async () => {
    const publisher = notedPublisher();
    const { consume, parking } = forwarding(publisher);
    const stray = JSON.stringify({ ...arriving(Noted.of({ note: 'n' })), type: 'test.stray' });

    expect(await consume([delivery({ id: 'r1', body: '{' }), delivery({ id: 'r2', body: stray })])).toEqual({
      failed: [],
    });

    expect(parking.parked.map(({ id, reason }) => `${id} ${reason.split(':')[0] ?? ''}`)).toEqual([
      'r1 envelope-invalid',
      'r2 event-unknown',
    ]);
    expect(publisher.calls).toEqual([]);
  });
});
