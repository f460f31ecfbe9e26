import type { KafkaAnswer, KafkaBatch, KafkaSend } from '../../../../lambdas/adapters/kafka/kafka-send.ts';

/** A way out that keeps what it took, and answers as a test says. */
export interface FakeKafkaSend extends KafkaSend {
  readonly accepted: readonly KafkaBatch[];
  readonly calls: () => number;
}

/** `answer` undefined: accepted. */
export function fakeKafkaSend({
  partitions = 4,
  answer = () => undefined,
}: {
  readonly partitions?: number;
  readonly answer?: (batch: KafkaBatch, call: number) => KafkaAnswer | undefined;
}): FakeKafkaSend {
  const accepted: KafkaBatch[] = [];
  let calls = 0;
  return {
    accepted,
    calls: () => calls,
    partitionsOf: () => Promise.resolve(partitions),
    send: async (batch) => {
      calls += 1;
      const answered = answer(batch, calls) ?? { accepted: true };
      await Promise.resolve();
      if (answered.accepted) {
        accepted.push(batch);
      }
      return answered;
    },
    close: () => Promise.resolve(),
  };
}
