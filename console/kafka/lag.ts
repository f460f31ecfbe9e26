import type { PartitionLag } from '../../lambdas/adapters/kafka/operations/lag-of.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { wordsOf } from '../command/option-values.ts';
import { printable } from '../command/printable.ts';
import { type KafkaCommand, clusterOptions } from './kafka-command.ts';

const help = `How far a consumer group is behind, partition by partition, by what it has committed.

Usage: kafka lag GROUP [--topic TOPIC ...]

  --topic TOPIC         may be repeated (default: the topics that the group has committed something of)

Exit code: 0, 1 when the group has committed nothing, or retention has deleted records that it had not read.`;

/** Lists the lag of a group. */
export const lag: KafkaCommand = {
  help,
  options: { ...clusterOptions, topic: { type: 'string', multiple: true } },
  prepare: (options) => {
    const [group = ''] = wordsOf(options, ['GROUP']);
    const topics = options.texts('topic');
    return async ({ operations }) =>
      resultOf(group, await operations.lagOf({ group, ...(topics.length > 0 && { topics }) }));
  },
};

function resultOf(group: string, lags: readonly PartitionLag[]): CommandResult {
  const rows = lags.map(({ topic, partition, committed, first, end, lag: behind, lost }) => ({
    ...{ topic, partition, committed: numberOf(committed), first: Number(first), end: Number(end) },
    ...{ lag: numberOf(behind), lost: Number(lost) },
  }));
  const lost = rows.reduce((sum, row) => sum + row.lost, 0);
  const read = rows.some(({ committed }) => committed !== undefined);
  return {
    code: read && lost === 0 ? exitCodes.done : exitCodes.unfinished,
    text: [
      ...(read ? [] : [`group "${printable(group)}" has committed nothing`]),
      ...(lost === 0 ? [] : [`retention has deleted ${lost} records that "${printable(group)}" had not read`]),
      ...(rows.length === 0 ? [] : rendered(rows)),
    ],
    json: rows,
  };
}

interface Row extends Pick<PartitionLag, 'topic' | 'partition'> {
  readonly committed: number | undefined;
  readonly end: number;
  readonly lag: number | undefined;
  readonly lost: number;
}

function rendered(rows: readonly Row[]): readonly string[] {
  return renderTable(
    ['topic', 'partition', 'committed', 'end', 'lag', 'lost'],
    rows.map(({ topic, partition, committed, end, lag: behind, lost }) => [
      ...[topic, partition, committed ?? '-', end, behind ?? '-', lost],
    ]),
  );
}

/** Offsets stay far below what a number holds exactly. */
function numberOf(offset: bigint | undefined): number | undefined {
  return offset === undefined ? undefined : Number(offset);
}
