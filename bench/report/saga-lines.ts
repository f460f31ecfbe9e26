import { renderTable } from '../../localstack/report/render-table.ts';
import type { ReplayFigures } from '../replay/replay.bench.ts';
import type { SagaFigures } from '../saga/saga.bench.ts';
import { aim, fixed, thousands } from './cells.ts';

/** What a step of a saga costs. */
export function sagaLines({ cpu, requests }: SagaFigures): readonly string[] {
  return [
    'Sagas of five steps in memory, for each step: this package | durable executions in their local runner',
    ...renderTable(
      ['CPU, microseconds', 'ratio', 'requests | checkpoints', 'aim'],
      [
        [
          `${fixed(cpu.ours)} | ${fixed(cpu.peer)}`,
          fixed(cpu.ratio),
          `${requests.ours} | ${requests.peer}`,
          aim('ratio <= 1', cpu.ratio <= 1),
        ],
      ],
    ),
  ];
}

/** How fast the index is fed and read. */
export function replayLines({
  streams,
  events,
  indexedPerSecond,
  replayedPerSecond,
}: ReplayFigures): readonly string[] {
  return [
    'Event index in memory',
    `${thousands(events)} events of ${thousands(streams)} streams: ${thousands(indexedPerSecond)} events/s into it, ` +
      `${thousands(replayedPerSecond)} events/s in a replay`,
  ];
}
