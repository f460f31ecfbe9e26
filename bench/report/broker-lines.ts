import { renderTable } from '../../localstack/report/render-table.ts';
import type { BrokerFigures } from '../brokers/compare-sides.ts';
import { aim, fixed, thousands } from './cells.ts';

/** Messages to and from real brokers, this package beside others in turns. */
export function brokerLines(brokers: readonly BrokerFigures[]): readonly string[] {
  return [
    'Brokers on this machine, in turns; ours with validation, traces and a mark for each message',
    ...renderTable(
      ['broker', 'step', 'beside', 'messages/s', 'theirs', 'ratio', 'aim', 'CPU, us/message', 'theirs', 'ratio'],
      brokers.map(({ broker, step, peer, least, messagesPerSecond: rate, cpuMicroseconds: cpu }) => [
        ...[broker, step, peer, thousands(rate.ours), thousands(rate.peer), fixed(rate.ratio)],
        aim(`>= ${fixed(least)}`, rate.ratio >= least),
        ...[fixed(cpu.ours), fixed(cpu.peer), fixed(cpu.ratio)],
      ]),
    ),
  ];
}
