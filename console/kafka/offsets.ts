import type { OffsetMove, ResetRequest } from '../../lambdas/adapters/kafka/operations/reset-offsets.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { wordsOf } from '../command/option-values.ts';
import { printable } from '../command/printable.ts';
import { type KafkaCommand, clusterOptions } from './kafka-command.ts';
import { placeOption } from './place-option.ts';

const help = `Moves a consumer group that has no members to another place in all partitions of its topics.

Usage: kafka offsets GROUP --topic TOPIC ... --to PLACE [--dry-run]

  --topic TOPIC         may be repeated
  --to PLACE            earliest, latest, an offset, or a time such as 2026-01-31T08:00:00Z: the first record since then
  --dry-run             shows where it would go on, and changes nothing

What lies between the two places is read again, or never: stop the workers of the group first.`;

/** Moves the offsets of a group. */
export const offsets: KafkaCommand = {
  help,
  options: {
    ...clusterOptions,
    topic: { type: 'string', multiple: true },
    to: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  prepare: (options) => {
    const [group = ''] = wordsOf(options, ['GROUP']);
    const topics = options.texts('topic');
    const to = placeOption(options, 'to');
    if (topics.length === 0 || to === undefined) {
      throw new PipelineError(
        `offsets must be given --topic and --to, got no ${to === undefined ? '--to' : '--topic'}`,
        {
          code: 'input-invalid',
        },
      );
    }
    const request = { group, topics, to, dryRun: options.flag('dry-run') };
    return async ({ operations }) => resultOf(request, await operations.resetOffsets(request));
  },
};

function resultOf({ group, dryRun }: ResetRequest, moves: readonly OffsetMove[]): CommandResult {
  const rows = moves.map(({ topic, partition, from, to }) => ({
    ...{ topic, partition, from: from === undefined ? undefined : Number(from), to: Number(to) },
  }));
  return {
    code: exitCodes.done,
    text: [
      `group "${printable(group)}" ${dryRun ? 'would go' : 'goes'} on at`,
      ...renderTable(
        ['topic', 'partition', 'from', 'to'],
        rows.map(({ topic, partition, from, to }) => [topic, partition, from ?? '-', to]),
      ),
      ...(dryRun ? ['nothing was changed'] : []),
    ],
    json: rows,
  };
}
