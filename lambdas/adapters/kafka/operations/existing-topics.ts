import { type Admin, type ConfigDescription, ConfigResourceTypes, ConfigSources } from '@platformatic/kafka';

/** A topic as it is. */
export interface ExistingTopic {
  readonly partitions: number;
  /** On how many brokers its first partition is kept. */
  readonly replicas: number;
  /** Every setting by its name, defaults too. */
  readonly configs: ReadonlyMap<string, string>;
  /** Settings that were given to this topic. */
  readonly ownConfigs: ReadonlyMap<string, string>;
}

/** Those of some topics that exist, by their names. */
export async function existingTopics(
  admin: Admin,
  topics: readonly string[],
): Promise<ReadonlyMap<string, ExistingTopic>> {
  const listed = new Set(await admin.listTopics());
  const there = topics.filter((topic) => listed.has(topic));
  if (there.length === 0) {
    return new Map();
  }
  const metadata = await admin.metadata({ topics: there, forceUpdate: true });
  const described = await admin.describeConfigs({
    resources: there.map((resourceName) => ({ resourceType: ConfigResourceTypes.TOPIC, resourceName })),
  });
  const configsOf = new Map(described.map(({ resourceName, configs }) => [resourceName, configs]));
  return new Map(
    there.map((topic) => {
      const { partitions = [], partitionsCount = 0 } = metadata.topics.get(topic) ?? {};
      const configs = configsOf.get(topic) ?? [];
      const own = configs.filter(({ configSource }) => configSource === ConfigSources.DYNAMIC_TOPIC_CONFIG);
      const replicas = partitions[0]?.replicas.length ?? 0;
      return [topic, { partitions: partitionsCount, replicas, configs: byName(configs), ownConfigs: byName(own) }];
    }),
  );
}

function byName(configs: ConfigDescription['configs']): ReadonlyMap<string, string> {
  return new Map(configs.map(({ name, value }) => [name, value ?? '']));
}
