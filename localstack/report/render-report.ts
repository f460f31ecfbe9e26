import { renderTable } from './render-table.ts';
import type { OrderFigures, RunReport } from './run-report.ts';

const heading = 'MESSAGE QUEUE IMPLEMENTATION';

/** The report as plain text. */
export function renderReport(report: RunReport): string {
  const sections = [
    [heading, '='.repeat(heading.length)],
    section('Broker setup', pairs(report.broker)),
    section('Producer', pairs(report.producer)),
    section('Consumer', consumers(report)),
    section('Patterns', pairs(report.patterns.map(({ name, evidence }) => [name, evidence]))),
    section('Monitoring', monitoring(report)),
    section('Orders', orders(report.orders, report.rejectsFile)),
    ...(report.projections.length === 0 ? [] : [section('Projections', pairs(report.projections))]),
    section('Invariants', invariants(report)),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return [title, ...lines.map((line) => `  ${line}`)];
}

function pairs(rows: readonly (readonly [string, string])[]): readonly string[] {
  return rows.map(([name, value]) => `${name.padEnd(21)} ${value}`);
}

function consumers({ consumers: all }: RunReport): readonly string[] {
  return renderTable(
    ['consumer', 'queue', 'handled', 'duplicates', 'retried', 'parked'],
    all.map(({ name, queue, handled, duplicates, retried, parked }) => [
      name,
      queue,
      handled,
      duplicates,
      retried,
      parked,
    ]),
  );
}

function monitoring({ monitoring: figures, queues, consumers: all }: RunReport): readonly string[] {
  const parked = all.some((one) => one.parked > 0) || queues.some(({ deadLetters }) => deadLetters > 0);
  const health = !parked && figures.lag === 0;
  return [
    ...pairs([
      ['throughput', `${figures.ordersPerSecond} orders/s, ${figures.messagesPerSecond} messages/s`],
      ['run time', `${figures.seconds.toFixed(1)} s`],
      ['error rate', `${(figures.errorRate * 100).toFixed(2)} % of records retried or parked`],
      ['lag', `${figures.lag} messages waiting or in flight`],
      ['consumer health', health ? 'healthy: no lag, nothing parked' : 'look at the queues below'],
    ]),
    ...renderTable(
      ['queue', 'kind', 'sent', 'waiting', 'in flight', 'dead letters'],
      queues.map(({ name, kind, sent, waiting, inFlight, deadLetters }) => [
        name,
        kind,
        sent,
        waiting,
        inFlight,
        deadLetters,
      ]),
    ),
  ];
}

function orders(figures: OrderFigures, rejectsFile: string | undefined): readonly string[] {
  const [rejected, compensated, refused] = [
    sum(figures.rejected),
    sum(figures.compensated),
    sum(figures.returnsRefused),
  ];
  const returns = figures.returned + refused;
  return pairs([
    ['read', String(figures.read)],
    ['accepted', String(figures.accepted)],
    ['rejected', `${rejected}${rejectsFile === undefined ? '' : `, listed in ${rejectsFile}`}`],
    ...reasons(figures.rejected),
    ['completed', String(figures.completed)],
    ['compensated', String(compensated)],
    ...reasons(figures.compensated),
    ...(returns === 0 ? [] : [['returned', String(figures.returned)] as const]),
    ...(refused === 0 ? [] : [['returns refused', String(refused)] as const]),
    ...reasons(figures.returnsRefused),
    ['parked', String(figures.parked)],
    ...reasons(figures.parkedBy),
    ...(figures.inFlight === 0 ? [] : [['in flight', String(figures.inFlight)] as const]),
    ['amount completed', money(figures.amountCompleted)],
    ['amount refunded', money(figures.amountRefunded)],
    ...(returns === 0 ? [] : [['amount returned', money(figures.amountReturned)] as const]),
  ]);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function reasons(counts: Readonly<Record<string, number>>): readonly (readonly [string, string])[] {
  return Object.entries(counts).map(([reason, count]) => [`  ${reason}`, String(count)]);
}

function invariants(report: RunReport): readonly string[] {
  if (report.interrupted) {
    return ['not checked: the run was interrupted'];
  }
  return report.invariants.map(
    ({ number, promise, holds, evidence }) => `${holds ? 'pass' : 'FAIL'}  ${number}. ${promise}: ${evidence}`,
  );
}

/** Cents as an amount with two places. */
function money(cents: number): string {
  return `${Math.floor(cents / 100).toLocaleString('en-US')}.${String(cents % 100).padStart(2, '0')}`;
}
