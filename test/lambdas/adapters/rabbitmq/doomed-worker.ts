import type { Channel } from 'amqplib';
import { setTimeout } from 'node:timers/promises';
import { connectRabbit } from '../../../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { createRabbitSource } from '../../../../lambdas/adapters/rabbitmq/rabbit-source.ts';
import { systemClock } from '../../../../lambdas/adapters/system/system-clock.ts';
import { silentTelemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';

/** A worker of its own process that settles one batch, says what it holds of the next one and never ends it. */
const { RABBIT_URL: url = '', RABBIT_QUEUE: queue = '' } = process.env;
const connection = await connectRabbit({ url, telemetry: silentTelemetry });
const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
};
let channel: Channel | undefined;
const watched = {
  channel: async (): Promise<Channel> => (channel = await connection.channel()),
};
const source = createRabbitSource({
  ...{ connection: watched, queue, clock: systemClock, telemetry: silentTelemetry, sleep },
});
let settled: readonly string[] | undefined;
for await (const batch of source.batches(new AbortController().signal)) {
  const ids = batch.records.map(({ id }) => id);
  if (settled === undefined) {
    settled = ids;
    await batch.settle({ failed: [] });
    // Acknowledgements have no answer: only one to what came after them on their channel proves that they arrived.
    await channel?.checkQueue(queue);
  } else {
    process.stdout.write(`${JSON.stringify({ settled, held: ids })}\n`);
  }
}
