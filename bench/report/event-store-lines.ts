import { renderTable } from '../../localstack/report/render-table.ts';
import type { EndpointStoreFigures } from '../event-store/endpoint.bench.ts';
import type { MemoryStoreFigures } from '../event-store/memory.bench.ts';
import { eventsPerCommit } from '../event-store/workload.ts';
import { aim, fixed, thousands } from './cells.ts';

const titles = { append: 'commit', load: 'load' } as const;
const steps = ['append', 'load'] as const;

/** What commits and loads take in memory, beside Emmett. */
export function memoryStoreLines(figures: readonly MemoryStoreFigures[]): readonly string[] {
  return [
    'Event store in memory, streams of 100 events in commits of ten: this package | Emmett',
    ...renderTable(
      ['streams', 'snapshots', 'step', 'microseconds', 'ratio', 'aim'],
      figures.flatMap(({ streams, snapshots, times }) =>
        steps.map((step) => [
          thousands(streams),
          snapshots ? 'yes' : 'no',
          titles[step],
          both(times[step].ours, times[step].peer, fixed),
          fixed(times[step].ratio),
          snapshots ? aim('ratio <= 1', times[step].ratio <= 1) : '',
        ]),
      ),
    ),
  ];
}

/** What commits and loads take on the local endpoint, beside Castore's DynamoDB adapter. */
export function endpointStoreLines(figures: readonly EndpointStoreFigures[]): readonly string[] {
  return [
    'Event store on the local endpoint, commits of ten events: this package | Castore',
    ...renderTable(
      ['commits', 'step', 'events/s', 'times', 'requests', 'write units', 'read units', 'aim'],
      figures.flatMap((figure) => steps.map((step) => endpointRow(figure, step))),
    ),
  ];
}

function endpointRow(
  { commits, times, ours, castore }: EndpointStoreFigures,
  step: (typeof steps)[number],
): readonly string[] {
  const [here, there] = [ours[step], castore[step]];
  const { ratio, ours: took, peer } = times[step];
  const units = { here: here.writes + here.reads, there: there.writes + there.reads };
  const isMet = 1 / ratio >= 1.5 && units.here < units.there;
  return [
    String(commits),
    titles[step],
    step === 'append' ? both(perSecond(took), perSecond(peer), thousands) : '',
    fixed(1 / ratio),
    both(here.requests, there.requests, fixed),
    step === 'append' ? both(here.writes, there.writes, fixed) : '',
    step === 'load' ? both(here.reads, there.reads, fixed) : '',
    step === 'append' ? aim('times >= 1.50, fewer units', isMet) : '',
  ];
}

function perSecond(microsecondsPerCommit: number): number {
  return (eventsPerCommit * 1e6) / microsecondsPerCommit;
}

function both(ours: number, peer: number, text: (value: number) => string): string {
  return `${text(ours)} | ${text(peer)}`;
}
