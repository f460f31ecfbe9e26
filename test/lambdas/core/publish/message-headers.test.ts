import { describe, expect, it } from '@jest/globals';
import { messageHeaders } from '../../../../lambdas/core/publish/message-headers.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

function message(envelope: Readonly<Record<string, unknown>>): Parameters<typeof messageHeaders>[0] {
  return { id: 'm-1', type: 'order.placed', key: 'order-1', body: JSON.stringify(envelope) };
}

describe('messageHeaders', () => {
  it('names content type, id, type, key and time, so that a message is browsed without its body', () => {
    const headers = messageHeaders(message({ id: 'm-1', time: '2026-01-01T00:00:00.000Z', data: { total: 1 } }));

    expect(headers).toEqual({
      'content-type': 'application/cloudevents+json',
      ce_id: 'm-1',
      ce_type: 'order.placed',
      ce_time: '2026-01-01T00:00:00.000Z',
      ce_partitionkey: 'order-1',
    });
  });

  it('carries the trace of an envelope that has one', () => {
    expect(messageHeaders(message({ traceparent, data: {} }))).toMatchObject({ traceparent });
  });

  it('takes neither time nor trace from the data, whatever its fields are called', () => {
    const headers = messageHeaders(message({ source: '"data":', data: { time: '2026-01-01T00:00:00Z', traceparent } }));

    expect(headers).not.toHaveProperty('ce_time');
    expect(headers).not.toHaveProperty('traceparent');
  });

  it('reads on behind a text that only quotes the name of the data', () => {
    expect(messageHeaders(message({ source: '"data":1', traceparent, data: {} }))).toMatchObject({ traceparent });
  });

  it('drops a trace that is none, so that it cannot carry a header of its own', () => {
    expect(messageHeaders(message({ traceparent: 'x\r\ny: z', data: {} }))).not.toHaveProperty('traceparent');
  });

  it('marks the copy of a dead letter', () => {
    const redrive = { token: 't', letter: 'l', position: 2, previous: 1 };

    expect(messageHeaders({ ...message({}), redrive })).toMatchObject({ redrive: 't 2 1 l' });
  });

  it('has headers for a body that is no JSON at all', () => {
    expect(messageHeaders({ ...message({}), body: 'not json' })).toMatchObject({ ce_id: 'm-1' });
  });
});
