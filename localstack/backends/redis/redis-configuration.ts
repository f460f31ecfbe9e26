/** Who may log in to a local Redis; the same on every machine, as it listens on the loopback interface only. */
export const redisLogin = { username: 'app', password: 'local-secret' } as const;

/** What the configuration of one node says. */
export interface RedisNodePlace {
  readonly directory: string;
  readonly port: number;
  /** Port on which the nodes of a cluster talk to each other. @default a single node, no cluster */
  readonly busPort?: number;
  /** @default 'everysec' */
  readonly appendFsync?: AppendFsync;
}

/**
 * What an answered write survives: 'always' a loss of power, 'everysec' the end of the process, and of a loss of power
 * all but the last second. While the disk is slow, 'everysec' may hold back writes for two seconds, which a killed
 * process then loses too.
 *
 * Source: https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/#how-durable-is-the-append-only-file
 */
export type AppendFsync = 'always' | 'everysec';

/**
 * The configuration file of one node: an append-only file, a password for everything and a user for applications, who
 * may do what they need and not administer the server.
 */
export function redisConfiguration({ directory, port, busPort, appendFsync = 'everysec' }: RedisNodePlace): string {
  const { username, password } = redisLogin;
  const lines = [
    'bind 127.0.0.1',
    'protected-mode yes',
    `port ${port}`,
    `dir "${directory}"`,
    'daemonize no',
    `logfile "${directory}/redis.log"`,
    'appendonly yes',
    `appendfsync ${appendFsync}`,
    'save ""',
    `requirepass ${password}`,
    `masterauth ${password}`,
    `user ${username} on >${password} ~* &* +@all -@dangerous +info +cluster|slots +cluster|shards +cluster|nodes`,
  ];
  const ofCluster = [
    'cluster-enabled yes',
    'cluster-config-file nodes.conf',
    'cluster-node-timeout 2000',
    `cluster-port ${busPort ?? 0}`,
  ];
  return `${[...lines, ...(busPort === undefined ? [] : ofCluster)].join('\n')}\n`;
}
