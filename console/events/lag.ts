import type { PartitionLag } from '../../lambdas/core/event-index/subscription-lag.ts';
import type { Registry } from '../../lambdas/core/projection/registry.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import { age } from '../command/age.ts';
import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { printable } from '../command/printable.ts';
import type { EventsCommand, EventsRun } from './events-command.ts';
import { placeText } from './place-of.ts';
import { knownProjection } from './projection-option.ts';

const help = `Shows how far each projection is behind the index, and where one stands still.

Usage: events lag [PROJECTION...]

Exit code: 0 when none stands still, 1 when one does.`;

/** Shows how far projections are. */
export const lag: EventsCommand = {
  help,
  options: {},
  prepare:
    ({ words }) =>
    async (run) => {
      const { projections } = run.operations;
      const names = words.length === 0 ? projections : words.map((name) => knownProjection(projections, name));
      return listed(run, await Promise.all(names.map((name) => lagOf(run, name))));
    },
};

interface ProjectionLag {
  readonly projection: string;
  readonly live: Registry['live'];
  readonly building: Registry['building'];
  /** Events in the index. */
  readonly total: number;
  readonly behind: number;
  /** Milliseconds since the oldest event was indexed that it has not read. */
  readonly ms: number;
  readonly stopped: readonly (PartitionLag & { readonly stopped: NonNullable<PartitionLag['stopped']> })[];
}

async function lagOf({ operations }: EventsRun, projection: string): Promise<ProjectionLag> {
  const [{ live, building }, partitions] = await Promise.all([
    operations.projector.state(projection),
    operations.projector.lag(projection),
  ]);
  return {
    ...{ projection, live, building },
    total: partitions.reduce((sum, { head }) => sum + head, 0),
    behind: partitions.reduce((sum, { events }) => sum + events, 0),
    ms: Math.max(0, ...partitions.map(({ ms }) => ms)),
    stopped: partitions.flatMap((one) => (one.stopped === undefined ? [] : [{ ...one, stopped: one.stopped }])),
  };
}

function listed(run: EventsRun, lags: readonly ProjectionLag[]): CommandResult {
  const stopped = lags.flatMap((one) => stoppedLines(run, one));
  return {
    code: stopped.length === 0 ? exitCodes.done : exitCodes.unfinished,
    text: [
      ...renderTable(
        ['projection', 'generation', 'version', 'events', 'behind', 'for', 'being built'],
        lags.map(({ projection, live, building, total, behind, ms }) => [
          ...[projection, live?.generation ?? 'none', live?.version ?? '-', total, behind],
          behind === 0 ? '-' : age(ms),
          building === undefined ? 'no' : `generation ${building.generation}`,
        ]),
      ),
      ...stopped,
    ],
    json: lags,
  };
}

function stoppedLines({ commandFor }: EventsRun, { projection, stopped }: ProjectionLag): readonly string[] {
  return stopped.flatMap(({ partition, stopped: { position, stream, version, reason } }) => {
    const place = placeText({ partition, position });
    return [
      '',
      `${projection} stands still at ${place}, ${printable(stream)}@${version}: ${printable(reason)}`,
      `mend the projection and raise its version, or pass over the event with: ${commandFor('skip', projection, place)}`,
    ];
  });
}
