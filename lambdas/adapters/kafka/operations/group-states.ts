import type { Admin, Group, GroupBase } from '@platformatic/kafka';

/** A consumer group as its coordinator sees it. */
export interface GroupState {
  readonly group: string;
  /** As the broker says it: `STABLE`, `EMPTY`, `PREPARING_REBALANCE` and others. */
  readonly state: string;
  /** `classic`, or `consumer` where the broker hands out the partitions. */
  readonly type: string;
  /** Undefined for a type whose members the client cannot be told. */
  readonly members: readonly GroupMemberState[] | undefined;
}

/** A member of a consumer group. */
export interface GroupMemberState {
  readonly id: string;
  readonly clientId: string;
  readonly host: string;
  /** The name that it keeps over restarts. */
  readonly instanceId: string | undefined;
  /** The partitions it reads, by topic. */
  readonly partitions: Readonly<Record<string, readonly number[]>>;
}

/** The consumer groups of a cluster by their names; `groups` leaves out all others, those that do not exist are left out too. */
export async function groupStates(admin: Admin, groups?: readonly string[]): Promise<readonly GroupState[]> {
  const listed = [...(await admin.listGroups()).values()]
    .filter(({ id, protocolType }) => protocolType === 'consumer' && (groups?.includes(id) ?? true))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const classic = listed.filter((group) => typeOf(group) === classicType).map(({ id }) => id);
  const described = classic.length === 0 ? new Map<string, Group>() : await admin.describeGroups({ groups: classic });
  return listed.map((group) => {
    const members = described.get(group.id)?.members;
    return {
      group: group.id,
      state: described.get(group.id)?.state ?? group.state,
      type: typeOf(group),
      members: members && [...members.values()].map(memberState),
    };
  });
}

const classicType = 'classic';

function typeOf({ groupType }: GroupBase): string {
  return (groupType ?? classicType).toLowerCase();
}

type Member = Group['members'] extends Map<string, infer Value> ? Value : never;

function memberState({ id, clientId, clientHost, groupInstanceId, assignments }: Member): GroupMemberState {
  return {
    id,
    clientId,
    host: clientHost.replace(/^\//u, ''),
    instanceId: groupInstanceId ?? undefined,
    partitions: Object.fromEntries(
      [...(assignments ?? new Map<string, never>()).values()].map(({ topic, partitions }) => [topic, [...partitions]]),
    ),
  };
}
