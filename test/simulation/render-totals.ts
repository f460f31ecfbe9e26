import { renderTable } from '../../localstack/report/render-table.ts';
import { faults } from './schedule/faults.ts';
import type { Totals } from './simulate-many.ts';

/** What many schedules did, for a reader. */
export function renderTotals({ schedules, seconds, statistics, broken }: Totals): string {
  const { calls, deliveries, repeated, injected, redriven, lostRaces } = statistics;
  const crashes = statistics.faults['crash-before'] + statistics.faults['crash-after'];
  const rate = Math.round(schedules / Math.max(seconds, 0.001));
  const rows = [
    ['I/O calls', calls, 'one step of one process each'],
    ['crashes', crashes, 'before or after a call'],
    ['stalls', statistics.faults.stall, ''],
    ['deliveries', deliveries, 'messages handed to a worker'],
    ['duplicates', repeated, 'deliveries of a message that had been delivered before'],
    ['  injected', injected, 'of them: delivered twice at once'],
    ['redriven', redriven, 'copies of dead letters that operators sent back'],
    ['lost races', lostRaces, 'writes refused because somebody else was faster'],
  ] as const;
  const struck = Object.entries(faults).map(([kind, what]) => [
    kind,
    Object.entries(statistics.faults).find(([name]) => name === kind)?.[1] ?? 0,
    what,
  ]);
  return [
    `${schedules} schedules in ${seconds.toFixed(1)} s (${rate} a second)`,
    '',
    ...renderTable(['what', 'count', 'meaning'], rows),
    '',
    ...renderTable(['fault', 'struck', 'meaning'], struck),
    '',
    broken === undefined ? 'every invariant held' : `seed ${broken.seed} broke an invariant`,
  ].join('\n');
}
