import type { Check } from '../checks/check.ts';

/** What a user of a cache may touch. */
export interface ValkeyAccess {
  /** The keys that begin so; at least one, taken literally. */
  readonly keyPrefixes: readonly string[];
  /** Channels by their whole names, taken literally. @default - none */
  readonly channels?: readonly string[];
}

/** The commands of every user: data, messages, transactions and scripts, and nothing that harms others. */
export const valkeyCommands = [
  '+@read',
  '+@write',
  '+@connection',
  '+@transaction',
  '+@scripting',
  '+@pubsub',
  '+cluster|slots',
  '+cluster|shards',
  '-@admin',
  '-@dangerous',
] as const;

const literal = /^[^\s*?[\]\\~&%()]+$/;

/**
 * The access string of a user limited to its keys and channels.
 *
 * Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
 */
export function accessString({ keyPrefixes, channels = [] }: ValkeyAccess): string {
  const keys = keyPrefixes.map((prefix) => `~${prefix}*`);
  return ['on', 'resetchannels', ...keys, ...channels.map((name) => `&${name}`), '-@all', ...valkeyCommands].join(' ');
}

/** The table of checks of an access; a prefix that is empty or a pattern would open every key (`~*`). */
export function accessChecks({ keyPrefixes, channels = [] }: ValkeyAccess): readonly Check[] {
  return [
    {
      holds: keyPrefixes.length > 0,
      must: 'keyPrefixes must name at least 1 prefix',
      got: '0',
      remedy: 'name the prefix of the keys this user owns',
    },
    ...keyPrefixes.map((prefix) => literalCheck('a key prefix', prefix)),
    ...channels.map((channel) => literalCheck('a channel', channel)),
  ];
}

function literalCheck(what: string, text: string): Check {
  return {
    holds: literal.test(text),
    must: `${what} must be 1 or more characters without spaces and none of * ? [ ] \\ ~ & % ( )`,
    got: `"${text}"`,
    remedy: 'name it literally: a pattern would reach what belongs to others',
  };
}
