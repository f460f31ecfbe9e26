import type { GroupMemberState, GroupState } from '../../lambdas/adapters/kafka/operations/group-states.ts';
import { renderTable } from '../../localstack/report/render-table.ts';
import type { CommandResult } from '../command/command.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { printable } from '../command/printable.ts';
import { type KafkaCommand, clusterOptions } from './kafka-command.ts';

const help = `Consumer groups with their state and members, and which partitions each member reads.

Usage: kafka groups [GROUP ...]

Exit code: 0, 1 when one of the groups that are named does not exist.`;

/** Lists consumer groups. */
export const groups: KafkaCommand = {
  help,
  options: clusterOptions,
  prepare: ({ words }) => {
    return async ({ operations }) =>
      resultOf(words, await operations.groupStates(words.length === 0 ? undefined : words));
  },
};

function resultOf(named: readonly string[], states: readonly GroupState[]): CommandResult {
  const missing = named.filter((name) => !states.some(({ group }) => group === name));
  return {
    code: missing.length === 0 ? exitCodes.done : exitCodes.unfinished,
    text: [
      ...missing.map((name) => `no group "${printable(name)}"`),
      ...(states.length === 0 ? ['no groups'] : rendered(states)),
    ],
    json: states,
  };
}

function rendered(states: readonly GroupState[]): readonly string[] {
  return renderTable(
    ['group', 'state', 'type', 'member', 'client', 'host', 'reads'],
    states.flatMap(({ group, state, type, members }) => {
      const own = [printable(group), state.toLowerCase(), type];
      return members === undefined || members.length === 0
        ? [[...own, members === undefined ? '(not told)' : '-', '', '', '']]
        : members.map((member) => [...own, ...memberCells(member)]);
    }),
  );
}

function memberCells({ id, instanceId, clientId, host, partitions }: GroupMemberState): readonly string[] {
  const reads = Object.entries(partitions).map(([topic, numbers]) => `${topic} ${numbers.join(',')}`);
  return [instanceId ?? id, clientId, host, reads.join('; ')].map((text) => printable(text));
}
