import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { decodeEnvelope, knownTypes } from '../../../../lambdas/contracts/events/decode-envelope.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';

const Noted = event('test.noted', {
  version: 2,
  schema: z.object({ note: z.string() }),
  key: ({ note }) => note,
  upcasters: { 1: (old) => ({ note: String(old) }) },
});
const types = knownTypes([Noted]);

const envelope = {
  specversion: '1.0',
  id: 'm1',
  source: '/test',
  type: 'test.noted',
  subject: 'n',
  time: '2026-01-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  dataschema: 'urn:event:test.noted:2',
  correlationid: 'm1',
  data: { note: 'n' },
};

function body(differences: object = {}): string {
  return JSON.stringify({ ...envelope, ...differences });
}

describe('decoding an envelope', () => {
  it('gives the envelope as it was written', () => {
    const optional = { causationid: 'm0', traceparent: '00-1-2-01', replyto: 'quotes', addressee: 'orders' };

    expect(decodeEnvelope(body(), types)).toStrictEqual(envelope);
    expect(decodeEnvelope(body(optional), types)).toStrictEqual({ ...envelope, ...optional });
  });

  it('leaves out fields that no envelope has', () => {
    expect(decodeEnvelope(body({ other: 1 }), types)).toStrictEqual(envelope);
  });

  it('failure mode 58: gives data of an older version in its newest shape', () => {
    const old = { dataschema: 'urn:event:test.noted:1', data: 'n' };

    expect(decodeEnvelope(body(old), types).data).toEqual({ note: 'n' });
  });

  it('failure mode 13: unwraps an SNS notification once', () => {
    const notification = { Type: 'Notification', TopicArn: 'arn:aws:sns:eu-west-1:000000000000:t', Message: body() };

    expect(decodeEnvelope(JSON.stringify(notification), types)).toStrictEqual(envelope);
    expect(() =>
      decodeEnvelope(JSON.stringify({ ...notification, Message: JSON.stringify(notification) }), types),
    ).toThrow(expect.objectContaining({ code: 'envelope-invalid' }));
  });

  it.each([
    ['an S3 notification', { Records: [{ eventSource: 'aws:s3', s3: { object: { key: 'secret' } } }] }],
    ['an EventBridge event', { version: '0', id: 'm1', 'detail-type': 'secret', source: 'x', detail: envelope }],
    [
      'the SNS confirmation of a subscription',
      { Type: 'SubscriptionConfirmation', TopicArn: 'arn', Message: 'secret' },
    ],
    ['an SNS notification of plain text', { Type: 'Notification', TopicArn: 'arn', Message: 'secret' }],
    ['an SNS notification without a message', { Type: 'Notification', TopicArn: 'arn' }],
    ['a list of envelopes', [envelope]],
  ])('failure mode 13: rejects %s for good, to be parked and not dropped', (_, json) => {
    const decode = (): unknown => decodeEnvelope(JSON.stringify(json), types);

    expect(decode).toThrow(expect.objectContaining({ code: 'envelope-invalid', retryable: false }));
    expect(decode).not.toThrow(/secret/u);
  });

  it.each([
    ['no JSON', '{"secret', 'envelope-invalid', 'message body must be JSON'],
    ['no envelope', body({ id: '' }), 'envelope-invalid', 'failed at id'],
    ['another type', body({ type: 'test.other' }), 'event-unknown', 'one of test.noted, got "test.other"'],
    ['no schema of ours', body({ dataschema: 'urn:other' }), 'envelope-invalid', 'got "urn:other"'],
    [
      'the schema of another type',
      body({ dataschema: 'urn:event:test.other:2' }),
      'envelope-invalid',
      'dataschema must be urn:event:test.noted:<version>, got "urn:event:test.other:2"',
    ],
    ['a newer version', body({ dataschema: 'urn:event:test.noted:3' }), 'event-version-unknown', 'between 1 and 2'],
    ['data that breaks its schema', body({ data: { note: ['secret'] } }), 'event-invalid', 'failed at note'],
  ])('failure mode 81: rejects %s for good and quotes no data', (...[, text, code, message]) => {
    const decode = (): unknown => decodeEnvelope(text, types);

    expect(decode).toThrow(
      expect.objectContaining({ code, retryable: false, message: expect.stringContaining(message) }),
    );
    expect(decode).not.toThrow(/secret/u);
  });
});
