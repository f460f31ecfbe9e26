import { beforeEach, expect, it } from '@jest/globals';
import { createRecordHandler } from '../../../../lambdas/core/consume/record-handler.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import { createSpill } from '../../../../lambdas/core/payload/spill.ts';
import { arriving } from '../../../support/commands.ts';
import { memoryPayloads } from '../../../support/memory-payloads.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { Noted, delivery, notedConsumer, notedParking } from './deliveries.ts';

const deadline = Date.UTC(2026, 0, 1);
const message = arriving(Noted.of({ note: 'long' }));

let payloads: ReturnType<typeof memoryPayloads>;
let body: string;

beforeEach(async () => {
  payloads = memoryPayloads();
  const spill = createSpill({ payloads, spillBytes: 1024, fitsHome: () => true });
  ({ body } = await spill.bare(outgoingMessage(message)));
});

function handling(source: typeof payloads | undefined) {
  const consumer = notedConsumer();
  const parking = notedParking();
  const handle = createRecordHandler({
    ...{ consumer, parking, telemetry: recordingTelemetry() },
    ...(source === undefined ? {} : { payloads: source }),
  });
  return { seen: consumer.seen, parking, handle };
}

it.each([
  ['as it is', (text: string) => text],
  ['wrapped by a topic', (Message: string) => JSON.stringify({ Type: 'Notification', TopicArn: 'arn', Message })],
])('hands a message that arrives without its data, %s, to the consumer with it', async (_how, wrap) => {
  const { seen, handle } = handling(payloads);

  await expect(handle(delivery({ id: 'r1', body: wrap(body) }), deadline)).resolves.toEqual({ done: true });

  expect(seen).toEqual(['long']);
});

it('parks a message whose data is gone, because it stays gone, and keeps its reference', async () => {
  payloads.kept.clear();
  const { seen, parking, handle } = handling(payloads);

  await expect(handle(delivery({ id: 'r1', body }), deadline)).resolves.toEqual({ done: true });

  expect(seen).toEqual([]);
  expect(parking.parked).toEqual([{ id: 'r1', reason: expect.stringMatching(/^payload-missing: /u) as unknown }]);
});

it('gives a message back while the store of its data does not answer', async () => {
  payloads.down = true;
  const { seen, parking, handle } = handling(payloads);

  await expect(handle(delivery({ id: 'r1', body }), deadline)).resolves.toMatchObject({ done: false });

  expect(seen).toEqual([]);
  expect(parking.parked).toEqual([]);
});

it('parks a message without its data in a pipeline that keeps none', async () => {
  const { parking, handle } = handling(undefined);

  await expect(handle(delivery({ id: 'r1', body }), deadline)).resolves.toEqual({ done: true });

  expect(parking.parked).toHaveLength(1);
});
