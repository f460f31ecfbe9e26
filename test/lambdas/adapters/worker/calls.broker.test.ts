import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { rabbitFromEnvironment } from '../../../../lambdas/adapters/connections/rabbit-from-environment.ts';
import { connectRabbit } from '../../../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { silentTelemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { reconcileRabbit } from '../../../../lambdas/adapters/topology/reconcile-rabbit.ts';
import { createCallHost } from '../../../../lambdas/adapters/worker/call-host.ts';
import { runResponder } from '../../../../lambdas/adapters/worker/run-responder.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { rabbitCall } from '../../../../lambdas/contracts/definition/rabbit-call.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { type RunningBroker, startBroker } from '../../../support/start-broker.ts';
import { brokerParts } from '../../contracts/definition/broker-sample.ts';

const request = event('quote.requested', { schema: z.object({ units: z.number() }), key: () => 'k' });
const reply = event('quote.given', { schema: z.object({ cents: z.number() }), key: () => 'k' });
const definition = pipeline('test', {
  ...brokerParts,
  rabbitmq: { ...brokerParts.rabbitmq, calls: { quote: rabbitCall('quotes', { request, reply, worker: 'quote.ts' }) } },
});

let broker: RunningBroker;
beforeAll(async () => {
  broker = await startBroker('rabbitmq');
  const connection = await connectRabbit({ ...(await rabbitFromEnvironment(broker)), telemetry: silentTelemetry });
  await reconcileRabbit(definition, connection);
  await connection.close();
}, 180_000);
afterAll(async () => {
  await broker.stop();
}, 60_000);

it('asks and is answered in the types of a call, and is told of a refusal without its data', async () => {
  const telemetry = recordingTelemetry();
  const stopping = new AbortController();
  const { variables } = broker;
  const stop = { signal: stopping.signal, ended: () => undefined };
  const answer = ({ units }: { readonly units: number }): { readonly cents: number } => {
    if (units < 0) {
      throw new RangeError(`hunter2 cannot have ${units} units`);
    }
    return { cents: 495 + units * 20 };
  };
  const ended = runResponder(definition, { name: 'quoter', request, reply, answer }, { variables, telemetry, stop });
  const calls = createCallHost({ pipeline: definition, name: 'asker' }, { request, reply }, { variables, telemetry });

  expect(await Promise.all([1, 2, 3].map((units) => calls.ask({ units })))).toEqual([
    { cents: 515 },
    { cents: 535 },
    { cents: 555 },
  ]);
  const refused = calls.ask({ units: -1 });
  await expect(refused).rejects.toMatchObject({ code: 'input-invalid' });
  await expect(refused).rejects.not.toThrow('hunter2');

  stopping.abort();
  await ended;
  await calls.close();
  expect(telemetry.lines).toEqual(expect.arrayContaining(['responder started', 'call refused', 'responder stopped']));
}, 60_000);
