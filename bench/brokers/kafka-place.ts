import { Admin } from '@platformatic/kafka';

/** Partitions of a topic. */
const partitions = 4;

/** Most bytes of one fetch from one partition, on every side. */
export const fetchBytes = 262_144;

/** The consumer group of a topic. */
export function groupOf(topic: string): string {
  return `group-of-${topic}`;
}

/** Creates a topic. */
export async function createTopic(bootstrap: string, topic: string): Promise<void> {
  await asAdmin(bootstrap, (admin) => admin.createTopics({ topics: [topic], partitions, replicas: 1 }));
}

/** Of so many records of a topic, those that its group has not committed. */
export async function uncommittedIn(bootstrap: string, topic: string, records: number): Promise<number> {
  const partitionIndexes = Array.from({ length: partitions }, (_, index) => index);
  return asAdmin(bootstrap, async (admin) => {
    const [group] = await admin.listConsumerGroupOffsets({
      groups: [{ groupId: groupOf(topic), topics: [{ name: topic, partitionIndexes }] }],
    });
    const offsets = group?.topics[0]?.partitions ?? [];
    return offsets.reduce((left, { committedOffset }) => left - Math.max(Number(committedOffset), 0), records);
  });
}

async function asAdmin<Answer>(bootstrap: string, act: (admin: Admin) => Promise<Answer>): Promise<Answer> {
  const admin = new Admin({ clientId: 'bench', bootstrapBrokers: bootstrap.split(',') });
  try {
    return await act(admin);
  } finally {
    await admin.close();
  }
}
