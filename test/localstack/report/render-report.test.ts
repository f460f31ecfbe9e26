import { coreOrders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { describe, expect, it } from '@jest/globals';
import { renderReport } from '../../../localstack/report/render-report.ts';
import { type RunFigures, runReport } from '../../../localstack/report/report-of.ts';
import { paid, soundFacts, withOrder, withReturn } from './sound-facts.ts';

const consumer = { name: 'payments', queue: 'payments', handled: 90, duplicates: 5, retried: 3, parked: 2 };
const queue = { name: 'payments', kind: 'standard', sent: 100, waiting: 1, inFlight: 2, deadLetters: 3 } as const;

function figures(differences: Partial<RunFigures> = {}): RunFigures {
  return {
    mode: 'embedded',
    definition: coreOrders,
    where: 'one process',
    source: 'orders.csv',
    sent: 2,
    seconds: 0.5,
    interrupted: false,
    imported: { read: 5, accepted: new Set(['paid', 'refunded']), rejected: { amount: 2, quantity: 1 } },
    earlier: new Set(),
    facts: soundFacts(),
    parked: new Map(),
    consumers: [{ ...consumer, retried: 0, parked: 0 }],
    queues: [{ ...queue, waiting: 0, inFlight: 0, deadLetters: 0 }],
    swept: 0,
    rejectsFile: '.local/rejects.csv',
    ...differences,
  };
}

function rendered(differences: Partial<RunFigures> = {}): readonly string[] {
  return renderReport(runReport(figures(differences))).split('\n');
}

/** What stands behind a name in the report. */
function valueOf(lines: readonly string[], name: string): string | undefined {
  return lines
    .find((line) => line.trimStart().startsWith(`${name} `))
    ?.trim()
    .slice(name.length)
    .trim();
}

describe('report of a run', () => {
  it('has its sections in their order below the heading', () => {
    const lines = rendered();

    expect(lines.slice(0, 2)).toEqual(['MESSAGE QUEUE IMPLEMENTATION', '============================']);
    expect(lines.filter((line) => /^[A-Z][a-z]/.test(line))).toEqual([
      'Broker setup',
      'Producer',
      'Consumer',
      'Patterns',
      'Monitoring',
      'Orders',
      'Invariants',
    ]);
    expect(lines.at(-1)).toBe('');
  });

  it('says how many messages the sweeper had to publish', () => {
    expect(valueOf(rendered({ swept: 7 }), 'transactional outbox')).toBe(
      '100 deliveries to queues, 7 messages published by the sweeper, 0 waiting in outboxes',
    );
  });

  it('says what became of the orders, with reasons below their counts', () => {
    const lines = rendered();
    const from = lines.indexOf('Orders');

    expect(lines.slice(from, lines.indexOf('Invariants') - 1)).toEqual([
      'Orders',
      '  read                  5',
      '  accepted              2',
      '  rejected              3, listed in .local/rejects.csv',
      '    amount              2',
      '    quantity            1',
      '  completed             1',
      '  compensated           1',
      '    no carrier          1',
      '  parked                0',
      '  amount completed      10.00',
      '  amount refunded       5.00',
    ]);
  });

  it('says what came back, what it was worth and why a return is parked', () => {
    const imported = { ...figures().imported, accepted: new Set(['paid', 'refunded', 'C1', 'C2']) };
    const parked = new Map([['C2', 'no matching purchase']]);
    const lines = rendered({ imported, parked, facts: withReturn() });

    expect(valueOf(lines, 'returned')).toBe('1');
    expect(valueOf(lines, 'amount returned')).toBe('5.00');
    expect(lines).toContain('    no matching purchase 1');
    expect(lines).toContain(
      '  pass  1. every accepted order ends: 4 accepted = 1 completed + 1 compensated + 1 returned + 1 parked',
    );
  });

  it('names no rejects file when nothing was rejected', () => {
    const imported = { ...figures().imported, rejected: {} };

    expect(valueOf(rendered({ imported, rejectsFile: undefined }), 'rejected')).toBe('0');
  });

  it('measures orders and messages by the seconds of the run', () => {
    expect(valueOf(rendered(), 'throughput')).toBe('4 orders/s, 190 messages/s');
    expect(valueOf(rendered(), 'run time')).toBe('0.5 s');
  });

  it('is healthy when nothing waits and nothing is parked', () => {
    const lines = rendered();

    expect(valueOf(lines, 'error rate')).toBe('0.00 % of records retried or parked');
    expect(valueOf(lines, 'lag')).toBe('0 messages waiting or in flight');
    expect(valueOf(lines, 'consumer health')).toBe('healthy: no lag, nothing parked');
  });

  it.each([
    ['something is parked', { consumers: [{ ...consumer, retried: 0 }] }],
    ['a dead letter of an earlier run is left', { queues: [{ ...queue, waiting: 0, inFlight: 0, deadLetters: 1 }] }],
    ['something waits', { queues: [{ ...queue, inFlight: 0, deadLetters: 0 }] }],
    ['something is in flight', { queues: [{ ...queue, waiting: 0, deadLetters: 0 }] }],
  ])('is not called healthy when %s', (_, differences) => {
    expect(valueOf(rendered(differences), 'consumer health')).toBe('look at the queues below');
  });

  it('counts retried and parked records among all, and what waits or is in flight as lag', () => {
    const { monitoring } = runReport(figures({ consumers: [consumer], queues: [queue] }));

    expect(monitoring.errorRate).toBeCloseTo(5 / 100, 10);
    expect(monitoring.lag).toBe(3);
  });

  it('has no error rate for a run of no records', () => {
    expect(runReport(figures({ consumers: [] })).monitoring.errorRate).toBe(0);
  });

  it('shows each queue and each consumer in a row', () => {
    const lines = rendered({ consumers: [consumer], queues: [queue] });

    expect(lines).toContain('  payments  payments       90           5        3       2');
    expect(lines).toContain('  payments  standard   100        1          2             3');
  });

  it('passes each invariant with its evidence', () => {
    const lines = rendered();

    expect(lines.filter((line) => line.startsWith('  pass  '))).toHaveLength(7);
    expect(lines).toContain(
      '  pass  1. every accepted order ends: 2 accepted = 1 completed + 1 compensated + 0 parked',
    );
  });

  it('shows what breaks an invariant', () => {
    expect(rendered({ facts: soundFacts({ pending: 1 }) })).toContain(
      '  FAIL  5. committed means published, published means committed: 1 break it: 1 committed messages wait',
    );
  });

  it('checks no invariants of an interrupted run, and says how many orders are in flight', () => {
    const facts = withOrder({ ...paid, status: 'placed' });
    const lines = rendered({ interrupted: true, facts });

    expect(lines.slice(-3)).toEqual(['Invariants', '  not checked: the run was interrupted', '']);
    expect(valueOf(lines, 'in flight')).toBe('1');
  });

  it('checks orders of an earlier run and does not count them', () => {
    const imported = { read: 1, accepted: new Set(['paid']), rejected: {} };
    const report = runReport(figures({ imported, earlier: new Set(['refunded']), sent: 1 }));

    expect(report.orders).toMatchObject({ read: 1, completed: 1, compensated: {}, amountRefunded: 0 });
    expect(report.invariants.every(({ holds }) => holds)).toBe(true);
  });

  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [100, '1.00'],
    [123_456_789, '1,234,567.89'],
  ])('writes %i cents as %s', (total, text) => {
    expect(valueOf(rendered({ facts: withOrder({ ...paid, total }) }), 'amount completed')).toBe(text);
  });

  it('is the same as JSON, but for the rejects file it does not have', () => {
    const report = runReport(figures({ rejectsFile: undefined }));

    expect(JSON.parse(JSON.stringify(report))).toEqual({ ...report, rejectsFile: undefined });
  });
});
