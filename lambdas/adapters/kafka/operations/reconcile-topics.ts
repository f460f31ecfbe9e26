import { type Admin, ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from '@platformatic/kafka';
import { sleep } from '../../system/sleep.ts';
import { errorNames } from '../send-failure.ts';
import { type ExistingTopic, existingTopics } from './existing-topics.ts';

/** How a topic is to be. */
export interface WantedTopic {
  readonly topic: string;
  readonly partitions: number;
  /** On how many brokers each partition is kept. */
  readonly replicas: number;
  /** Settings by Kafka's names, such as `retention.ms`. */
  readonly configs: Readonly<Record<string, string>>;
}

/** One thing that makes a topic as it is wanted. */
export type TopicChange =
  | { readonly kind: 'create'; readonly partitions: number; readonly replicas: number }
  /** From then on keys lie in other partitions than before: records of a key keep no order across the change. */
  | { readonly kind: 'partitions'; readonly from: number; readonly to: number }
  | { readonly kind: 'config'; readonly name: string; readonly from: string | undefined; readonly to: string };

/** What was done for a topic, and what was not. */
export interface TopicReconciliation {
  readonly topic: string;
  /** What is done, or would be in a dry run. */
  readonly changes: readonly TopicChange[];
  /** What is wanted and is not done, in words: Kafka cannot take partitions away, or it moves data. */
  readonly refused: readonly string[];
  /** Settings that were given to the topic and are not wanted; they are left as they are. */
  readonly undeclared: Readonly<Record<string, string>>;
}

/** What reconciling works on. */
export interface ReconcileRequest {
  readonly topics: readonly WantedTopic[];
  /** Changes nothing. */
  readonly dryRun: boolean;
}

/**
 * Makes topics as they are wanted: creates those that are missing, adds partitions, changes settings. It takes nothing
 * away and leaves alone what is not asked for; a second call has nothing to do.
 */
export async function reconcileTopics(
  admin: Admin,
  { topics, dryRun }: ReconcileRequest,
): Promise<readonly TopicReconciliation[]> {
  const there = await existingTopics(
    admin,
    topics.map(({ topic }) => topic),
  );
  const planned = topics.map((wanted) => planTopic(wanted, there.get(wanted.topic)));
  if (!dryRun) {
    for (const [index, wanted] of topics.entries()) {
      await carryOut(admin, wanted, planned[index]?.changes ?? []);
    }
    await untilListed(
      admin,
      topics.map(({ topic }) => topic),
    );
  }
  return planned;
}

/** What a topic needs to be as it is wanted; pure. */
export function planTopic(wanted: WantedTopic, there: ExistingTopic | undefined): TopicReconciliation {
  const { topic, partitions, replicas } = wanted;
  if (there === undefined) {
    return { topic, changes: [{ kind: 'create', partitions, replicas }], refused: [], undeclared: {} };
  }
  return {
    topic,
    changes: [
      ...(partitions > there.partitions
        ? [{ kind: 'partitions' as const, from: there.partitions, to: partitions }]
        : []),
      ...configChanges(wanted, there),
    ],
    refused: refusals(wanted, there),
    undeclared: Object.fromEntries([...there.ownConfigs].filter(([name]) => wanted.configs[name] === undefined)),
  };
}

function configChanges({ configs }: WantedTopic, there: ExistingTopic): readonly TopicChange[] {
  return Object.entries(configs).flatMap(([name, to]) => {
    const from = there.configs.get(name);
    return from === to ? [] : [{ kind: 'config' as const, name, from, to }];
  });
}

function refusals({ partitions, replicas }: WantedTopic, there: ExistingTopic): readonly string[] {
  return [
    ...(partitions < there.partitions
      ? [`it must have ${partitions} partitions, it has ${there.partitions}: partitions cannot be taken away`]
      : []),
    ...(replicas === there.replicas
      ? []
      : [`it must be kept on ${replicas} brokers, it is on ${there.replicas}: moving data is left to an operator`]),
  ];
}

/** Looks for topics that were made, and milliseconds between two of them: ten seconds in all. */
const [looks, pauseMs] = [200, 50];

/** A controller has made a topic a moment before every broker knows it, and who asks one of those would miss it. */
async function untilListed(admin: Admin, topics: readonly string[]): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    const listed = new Set(await admin.listTopics());
    if (topics.every((topic) => listed.has(topic))) {
      return;
    }
    await sleep(pauseMs);
  }
}

/** Made meanwhile by another one, or by a request of ours whose answer was lost and that the client repeated. */
async function createOnce(created: Promise<unknown>): Promise<void> {
  try {
    await created;
  } catch (cause) {
    if (!errorNames(cause).includes('TOPIC_ALREADY_EXISTS')) {
      throw cause;
    }
  }
}

async function carryOut(admin: Admin, wanted: WantedTopic, changes: readonly TopicChange[]): Promise<void> {
  const { topic, partitions, replicas, configs } = wanted;
  const kinds = new Set(changes.map(({ kind }) => kind));
  if (kinds.has('create')) {
    const settings = Object.entries(configs).map(([name, value]) => ({ name, value }));
    await createOnce(admin.createTopics({ topics: [{ topic, partitions, replicas }], configs: settings }));
  }
  if (kinds.has('partitions')) {
    await admin.createPartitions({ topics: [{ name: topic, count: partitions }] });
  }
  const altered = changes.flatMap((change) =>
    change.kind === 'config' ? [{ name: change.name, value: change.to }] : [],
  );
  if (altered.length > 0) {
    await admin.incrementalAlterConfigs({
      resources: [
        {
          resourceType: ConfigResourceTypes.TOPIC,
          resourceName: topic,
          configs: altered.map((config) => ({ ...config, configOperation: IncrementalAlterConfigOperationTypes.SET })),
        },
      ],
    });
  }
}
