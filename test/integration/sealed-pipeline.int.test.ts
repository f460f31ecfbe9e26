import { randomUUID } from 'node:crypto';
import { CreateKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createKmsClient } from '../../lambdas/adapters/kms/kms-client.ts';
import { type ConsumerHost, createConsumerHost } from '../../lambdas/adapters/lambda/consumer-host.ts';
import { sha256Fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { consumer } from '../../lambdas/contracts/definition/consumer.ts';
import { noDeadLetter } from '../../lambdas/contracts/definition/dead-letter.ts';
import { personalData } from '../../lambdas/contracts/definition/personal-data.ts';
import { pipeline } from '../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../lambdas/contracts/definition/relay.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import { event } from '../../lambdas/contracts/events/event-type.ts';
import { ok } from '../../lambdas/core/consume/outcome.ts';
import { createCommandConsumer } from '../../lambdas/core/event-store/command-consumer.ts';
import { happened } from '../../lambdas/core/event-store/decider.ts';
import { tipKey } from '../../lambdas/core/event-store/tip.ts';
import { outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import { createForgetPerson } from '../../lambdas/core/privacy/forget-person.ts';
import { openEventTable } from '../support/open-event-table.ts';
import { PatientSeen, seen, visits } from '../support/personal-rig.ts';

const See = event('patient.see', {
  schema: z.object({ visit: z.string(), who: z.string() }),
  key: ({ visit }) => visit,
});

const noDeadLetters = noDeadLetter('what cannot be handled is a fault of this test');
const definition = pipeline('clinic', {
  topics: {},
  queues: {
    visits: queue({ fifo: true, accepts: [See], deadLetter: noDeadLetters, onPoison: 'skip' }),
    ward: queue({ fifo: true, accepts: [PatientSeen], deadLetter: noDeadLetters, onPoison: 'skip' }),
  },
  consumers: {
    doctor: consumer({ entry: 'd.ts', source: 'visits', handles: [See], publishes: [PatientSeen], stores: ['visit'] }),
    nurse: consumer({ entry: 'n.ts', source: 'ward', handles: [PatientSeen] }),
  },
  relay: relay({ entry: 'r.ts' }),
  personalData: personalData({ keyMemorySeconds: 0 }),
});

const { items, tableName } = openEventTable('sealed');
const kms = createKmsClient();
const before = { ...process.env };
const stream = `visit-${randomUUID()}`;
const visit = stream.slice('visit-'.length);
let keyId = '';

beforeAll(async () => {
  const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({ Description: 'personal data, in a test' }));
  keyId = key?.KeyId ?? '';
  Object.assign(process.env, {
    [environmentVariables.table]: tableName,
    [environmentVariables.sourceQueue]: 'http://127.0.0.1:1/queue',
    [environmentVariables.personalDataKey]: keyId,
  });
});
afterAll(async () => {
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: 7 }));
  kms.destroy();
  process.env = before;
});

const doctor = (): ConsumerHost => createConsumerHost(definition, 'doctor');

/** What a function answers to a message of its queue. */
async function handled(
  host: ConsumerHost,
  handler: ReturnType<ConsumerHost['handlerOf']>,
  body: string,
): Promise<unknown> {
  const record = { messageId: host.ids.next(), receiptHandle: 'r', body, attributes: { ApproximateReceiveCount: '1' } };
  return handler({ Records: [record] }, { getRemainingTimeInMillis: () => 20_000 });
}

/** What the nurse is told by the message that waits in the stream's outbox. */
async function told(): Promise<readonly unknown[]> {
  const host = createConsumerHost(definition, 'nurse');
  const heard: unknown[] = [];
  const handler = host.handlerOf({
    name: 'nurse',
    handles: [PatientSeen],
    handle: ({ data }) => {
      heard.push(data);
      return Promise.resolve(ok());
    },
  });
  const [entry] = outboxEntries(await items.get(tipKey(stream)));
  expect(await handled(host, handler, entry?.message.body ?? '')).toEqual({ batchItemFailures: [] });
  return heard;
}

describe('a pipeline whose definition seals personal data', () => {
  it('keeps and sends nothing personal in clear, and its other functions read it', async () => {
    const host = doctor();
    const decider = {
      ...visits,
      commands: [See] as const,
      decide: () =>
        happened({ ...seen('ada@home', 'she coughs'), data: { ...seen('ada@home', 'she coughs').data, visit } }),
    };
    const command = host.writer.write(See.of({ visit, who: 'x' }), undefined);
    const handler = host.handlerOf(createCommandConsumer({ name: 'doctor', decider, ...host }));

    expect(await handled(host, handler, JSON.stringify(command))).toEqual({ batchItemFailures: [] });

    expect(JSON.stringify(await items.query({ partition: stream }))).not.toMatch(/ada@home|she coughs/);
    expect(await told()).toMatchObject([{ patient: 'ada@home', age: 77 }]);
    expect((await doctor().events.load(visits, stream)).state.texts).toEqual(['she coughs']);
  });

  it('failure mode 60: goes on with replacements once the person is forgotten, in streams and on the way', async () => {
    const { writer, clock, ids } = doctor();
    const person = createForgetPerson({ items, writer, clock, ids, fingerprint: sha256Fingerprint });

    expect(await person.forget('ada@home', 'operator')).toMatchObject({ done: true });

    expect(await told()).toMatchObject([{ patient: 'somebody', age: 0 }]);
    expect((await doctor().events.load(visits, stream)).state.texts).toEqual(['forgotten']);
  });
});
