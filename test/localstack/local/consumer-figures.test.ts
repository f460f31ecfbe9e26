import { describe, expect, it } from '@jest/globals';
import { coreOrders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { publishOutbox } from '../../../lambdas/core/outbox/publish-outbox.ts';
import { consumerFigures, publishedByType, publishedCount } from '../../../localstack/local/consumer-figures.ts';
import type { LogLine } from '../../../localstack/local/log-lines.ts';

const metricLine = (metrics: LogLine): LogLine => ({ _aws: { Timestamp: 0 }, service: 'payments', ...metrics });
const publishedLineOf = (counts: LogLine): LogLine => ({ level: 'INFO', message: 'messages published', ...counts });

describe('figures of the deployed consumers', () => {
  it('name every consumer of the definition with its queue, and zeros for one that logged nothing', () => {
    const zeros = { handled: 0, duplicates: 0, retried: 0, parked: 0 };

    expect(consumerFigures(coreOrders, new Map())).toEqual(
      Object.entries(coreOrders.consumers).map(([name, { source }]) => ({ name, queue: source, ...zeros })),
    );
  });

  it('are the sums of the metrics of all its invocations, and of no other consumer', () => {
    const payments = [
      metricLine({ RecordsHandled: 10, RecordsDuplicate: 1 }),
      metricLine({ RecordsHandled: 5, RecordsRetried: 2, RecordsParked: 1 }),
    ];
    const figures = consumerFigures(coreOrders, new Map([['payments', payments]]));

    expect(figures.find(({ name }) => name === 'payments')).toEqual({
      name: 'payments',
      queue: 'payments',
      handled: 15,
      duplicates: 1,
      retried: 2,
      parked: 1,
    });
    expect(figures.filter(({ handled }) => handled > 0)).toHaveLength(1);
  });

  it('leave out a log line that only looks like a metric, and a metric that is no number', () => {
    const payments = [
      { message: 'a field of a log line', RecordsHandled: 7 },
      metricLine({ RecordsHandled: 'many' }),
      metricLine({ RecordsHandled: 1 }),
    ];
    const figures = consumerFigures(coreOrders, new Map([['payments', payments]]));

    expect(figures.find(({ name }) => name === 'payments')?.handled).toBe(1);
  });

  it('leave out the lines of a function that is no consumer', () => {
    const figures = consumerFigures(coreOrders, new Map([['relay', [metricLine({ RecordsHandled: 3 })]]]));

    expect(figures.map(({ handled }) => handled)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('messages published by type', () => {
  it('are summed over all batches', () => {
    const lines = [publishedLineOf({ 'order.placed': 3, 'stock.reserve': 1 }), publishedLineOf({ 'order.placed': 4 })];

    const published = publishedByType(lines);

    expect(published.get('order.placed')).toBe(7);
    expect(published.get('stock.reserve')).toBe(1);
    expect(published.get('payment.charge')).toBe(0);
  });

  it('leave out other lines, and fields that are no type of the pipeline', () => {
    const published = publishedByType([
      { message: 'message not published', 'order.placed': 2 },
      publishedLineOf({ 'order.placed': 1, timestamp: 5, 'order.shredded': 6 }),
    ]);

    expect(published.get('order.placed')).toBe(1);
    expect(published.has('timestamp')).toBe(false);
    expect(published.has('order.shredded')).toBe(false);
  });

  it('are none where nothing was logged', () => {
    expect([...publishedByType([]).values()].every((count) => count === 0)).toBe(true);
    expect(publishedCount([])).toBe(0);
  });

  it('are added up over all types', () => {
    expect(publishedCount([publishedLineOf({ 'order.placed': 3, 'stock.reserve': 1, timestamp: 9 })])).toBe(4);
  });

  it('are read from the very line that is written when an outbox is published', async () => {
    const lines: LogLine[] = [];
    const telemetry = {
      count: () => undefined,
      info: (message: string, fields: LogLine) => lines.push({ ...fields, message }),
      warn: () => undefined,
      error: () => undefined,
      flush: () => undefined,
    };
    const publisher = { publish: () => Promise.resolve({ failed: [{ id: 'b', reason: 'refused' }] }) };
    const messages = ['a', 'b', 'c'].map((id) => ({
      id,
      type: 'order.placed',
      key: 'o1',
      body: '{}',
      traceparent: '',
    }));

    await publishOutbox({ publisher, telemetry }, messages);

    expect(publishedByType(lines).get('order.placed')).toBe(2);
  });
});
