import { describe, expect, it, jest } from '@jest/globals';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { type Outcome, duplicate, ok, park, retry } from '../../../../lambdas/core/consume/outcome.ts';
import { createRecordHandler } from '../../../../lambdas/core/consume/record-handler.ts';
import type { LogFields, Telemetry } from '../../../../lambdas/core/ports/telemetry.ts';
import { arriving } from '../../../support/commands.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { Noted, Unknown, delivery, notedConsumer, notedParking } from './deliveries.ts';

const deadline = Date.UTC(2026, 0, 1);
const message = arriving(Noted.of({ note: 'secret' }));

function handling(answer?: () => Outcome | Promise<Outcome>, refusal?: Error) {
  const consumer = notedConsumer(answer);
  const parking = notedParking(refusal);
  const telemetry = recordingTelemetry();
  return { consumer, parking, telemetry, handle: createRecordHandler({ consumer, parking, telemetry }) };
}

describe('record handler', () => {
  it.each([
    ['ok', ok(), 'RecordsHandled'],
    ['a duplicate', duplicate(), 'RecordsDuplicate'],
  ] as const)('lets the source forget the record when the consumer answers %s', async (_, outcome, metric) => {
    const { handle, telemetry } = handling(() => outcome);

    await expect(handle(delivery({ id: 'r1' }), deadline)).resolves.toEqual({ done: true });
    expect([...telemetry.counts]).toEqual([[metric, 1]]);
  });

  it.each([undefined, 0, 7])(
    'gives the record back when the consumer answers retry after %s seconds',
    async (after) => {
      const { handle, telemetry } = handling(() => retry('not yet', after));

      await expect(handle(delivery({ id: 'r1' }), deadline)).resolves.toEqual({ done: false, afterSeconds: after });
      expect([...telemetry.counts]).toEqual([['RecordsRetried', 1]]);
    },
  );

  it('parks the record with the reason when the consumer answers park', async () => {
    const { handle, parking, telemetry } = handling(() => park('no such order'));

    await expect(handle(delivery({ id: 'r1' }), deadline)).resolves.toEqual({ done: true });
    expect(parking.parked).toEqual([{ id: 'r1', reason: 'no such order' }]);
    expect([...telemetry.counts]).toEqual([['RecordsParked', 1]]);
  });

  it('tells the consumer its deadline and how often the record came', async () => {
    const contexts: unknown[] = [];
    const consumer = notedConsumer((_, context) => (contexts.push(context), ok()));
    const handle = createRecordHandler({ consumer, parking: notedParking(), telemetry: recordingTelemetry() });

    await handle(delivery({ id: 'r1', receiveCount: 3 }), deadline);

    expect(contexts).toEqual([{ deadline, receiveCount: 3 }]);
  });

  it.each([
    ['is no JSON', '{', 'envelope-invalid'],
    ['is no envelope', '{}', 'envelope-invalid'],
    ['is null', 'null', 'envelope-invalid'],
    ['is empty', '', 'envelope-invalid'],
    ['has an unknown type', JSON.stringify(arriving(Unknown.of(1))), 'event-unknown'],
    ['breaks its schema', JSON.stringify({ ...message, data: { note: 1 } }), 'event-invalid'],
    [
      'is newer than this code',
      JSON.stringify({ ...message, dataschema: 'urn:event:test.noted:2' }),
      'event-version-unknown',
    ],
  ])('failure modes 63 and 81: parks a body that %s with the code and never handles it', async (_, body, code) => {
    const { handle, consumer, parking } = handling();

    await expect(handle(delivery({ id: 'r1', body }), deadline)).resolves.toEqual({ done: true });
    expect(parking.parked).toEqual([{ id: 'r1', reason: expect.stringMatching(`^${code}: `) }]);
    expect(consumer.seen).toEqual([]);
  });

  it('failure mode 13: unwraps an SNS notification that is not delivered raw', async () => {
    const { handle, consumer } = handling();
    const body = JSON.stringify({
      Type: 'Notification',
      TopicArn: 'arn:aws:sns:eu-west-1:000000000000:t',
      Message: JSON.stringify(message),
    });

    await expect(handle(delivery({ id: 'r1', body }), deadline)).resolves.toEqual({ done: true });
    expect(consumer.seen).toEqual(['secret']);
  });

  it.each([
    ['throws', () => Promise.reject(new TypeError('broken'))],
    [
      'throws before it answers a promise',
      () => {
        throw new TypeError('broken');
      },
    ],
    ['throws an error that no retry can cure', () => Promise.reject(new PipelineError('no', { code: 'store-limit' }))],
  ])('fails the record when the consumer %s', async (_, answer) => {
    const { handle, parking, telemetry } = handling(answer);

    await expect(handle(delivery({ id: 'r1' }), deadline)).resolves.toEqual({ done: false, afterSeconds: undefined });
    expect(parking.parked).toEqual([]);
    expect([...telemetry.counts]).toEqual([['RecordsRetried', 1]]);
  });

  it.each([
    ['undecodable', { id: 'r1', body: '{' }],
    ['refused', { id: 'r1' }],
  ])('fails an %s record when it cannot be parked, so that it is not lost', async (_, record) => {
    const { handle, telemetry } = handling(() => park('no such order'), new TypeError('parking is down'));

    await expect(handle(delivery(record), deadline)).resolves.toEqual({ done: false, afterSeconds: undefined });
    expect([...telemetry.counts]).toEqual([['RecordsRetried', 1]]);
    expect(telemetry.lines).toEqual(['record not parked']);
  });

  it('failure mode 80: logs ids and reasons, never the payload', async () => {
    const error = jest.fn<Telemetry['error']>();
    const logged: LogFields[] = [];
    const telemetry: Telemetry = {
      ...recordingTelemetry(),
      info: (_, fields) => logged.push(fields),
      warn: (_, fields) => logged.push(fields),
      error,
    };
    const cause = new TypeError('broken');
    const bodies = [JSON.stringify(message), JSON.stringify({ ...message, data: { note: ['secret'] } }), '"secret'];
    for (const answer of [() => retry('later'), () => park('never'), () => Promise.reject(cause)]) {
      const handle = createRecordHandler({ consumer: notedConsumer(answer), parking: notedParking(), telemetry });
      for (const body of bodies) {
        await handle(delivery({ id: 'r1', body }), deadline);
      }
    }

    expect(error).toHaveBeenCalledWith(
      'record failed',
      {
        consumer: 'noter',
        recordId: 'r1',
        receiveCount: 1,
        messageId: message.id,
        type: 'test.noted',
        correlationId: message.correlationid,
      },
      cause,
    );
    expect(logged).toHaveLength(8);
    expect(JSON.stringify(logged)).not.toContain('secret');
  });
});
