import type { BrowsedRecord } from '../../lambdas/adapters/kafka/operations/browse-topic.ts';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { countOption, wordsOf } from '../command/option-values.ts';
import type { ParsedOptions } from '../command/parse-options.ts';
import { printable } from '../command/printable.ts';
import { type KafkaCommand, clusterOptions } from './kafka-command.ts';
import { placeOption } from './place-option.ts';

const help = `Records that lie in a topic, by time; moves no offset. Payloads do not show unless they are asked for.

Usage: kafka browse TOPIC [--from PLACE] [--partition N] [--limit N] [--payload]

  --from PLACE          earliest, an offset, a time such as 2026-01-31T08:00:00Z, or latest: the last ones (default)
  --partition N         of one partition only
  --limit N             records shown (default: 20)
  --payload             shows payloads too; they may hold what is personal`;

const defaultLimit = 20;

/** Characters of a header or payload that a line shows. */
const valueCharacters = 200;

/** Lists records of a topic. */
export const browse: KafkaCommand = {
  help,
  options: {
    ...clusterOptions,
    from: { type: 'string' },
    partition: { type: 'string' },
    limit: { type: 'string' },
    payload: { type: 'boolean' },
  },
  prepare: (options) => {
    const [topic = ''] = wordsOf(options, ['TOPIC']);
    const partition = partitionOption(options);
    const request = {
      ...{ topic, ...(partition !== undefined && { partition }), payload: options.flag('payload') },
      from: placeOption(options, 'from') ?? { kind: 'latest' as const },
      limit: countOption(options, 'limit') ?? defaultLimit,
    };
    return async ({ operations }) => resultOf(await operations.browseTopic(request));
  },
};

function partitionOption(options: ParsedOptions): number | undefined {
  const text = options.text('partition');
  if (text !== undefined && !/^\d{1,6}$/u.test(text)) {
    throw new PipelineError(`--partition must be a whole number, got "${text}"`, { code: 'input-invalid' });
  }
  return text === undefined ? undefined : Number(text);
}

function resultOf(records: readonly BrowsedRecord[]): CommandResult {
  return {
    code: exitCodes.done,
    text: records.length === 0 ? ['no records'] : rendered(records),
    json: records.map((record) => ({ ...record, offset: Number(record.offset) })),
  };
}

function rendered(records: readonly BrowsedRecord[]): readonly string[] {
  const table = renderTable(
    ['partition', 'offset', 'when', 'key', 'bytes'],
    records.map(({ partition, offset, timestamp, key, bytes }) => [
      ...[partition, Number(offset), new Date(timestamp).toISOString(), printable(key ?? '-'), bytes ?? 'tombstone'],
    ]),
  );
  return table.flatMap((line, index) => {
    const record = records[index - 1];
    return record === undefined ? [line] : [line, ...detailLines(record)];
  });
}

function detailLines({ headers, payload }: BrowsedRecord): readonly string[] {
  return [
    ...headers.map(([name, value]) => `    ${printable(name)}: ${printable(value, valueCharacters)}`),
    ...(payload === undefined ? [] : [`    ${printable(payload, valueCharacters)}`]),
  ];
}
