import { describe, expect, it } from '@jest/globals';
import { consumer } from '../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter, noDeadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { type QueueOptions, queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { brokerParts } from './broker-sample.ts';
import { type ReceiveLimits, receiveLimits } from '../../../../lambdas/contracts/definition/receive-limits.ts';

function limits(options: Partial<QueueOptions>, timeoutSeconds = 30): ReceiveLimits | undefined {
  return receiveLimits(
    {
      queues: { work: queue({ fifo: true, deadLetter: deadLetter(), ...options }) },
      consumers: { worker: consumer({ entry: 'worker.ts', source: 'work', handles: [], timeoutSeconds }) },
    },
    'work',
  );
}

describe('receiveLimits', () => {
  it.each<readonly [Partial<QueueOptions>, number, ReceiveLimits]>([
    [{ onPoison: 'skip' }, 30, { consumer: 5, untried: 5, broker: 5 }],
    [{ onPoison: 'park-key' }, 30, { consumer: 5, untried: 10, broker: 288 }],
    [
      { onPoison: 'park-key', retentionDays: 14, deadLetter: deadLetter({ retentionDays: 14 }) },
      30,
      { consumer: 5, untried: 10, broker: 1000 },
    ],
    [{ onPoison: 'park-key', retentionDays: 1 }, 900, { consumer: 5, untried: 10, broker: 12 }],
    [
      { onPoison: 'park-key', deadLetter: deadLetter({ maxReceiveCount: 400 }) },
      30,
      { consumer: 400, untried: 800, broker: 801 },
    ],
    [{ onPoison: 'block' }, 30, { consumer: 287, untried: 287, broker: 288 }],
  ])('of %j and %i s: a queue moves by itself what would soon expire', (options, seconds, expected) => {
    expect(limits(options, seconds)).toEqual(expected);
  });

  it.each<readonly [string, ReceiveLimits]>([
    ['log', { consumer: 5, untried: 10, broker: 504 }],
    ['live', { consumer: 5, untried: 10, broker: 10 }],
    ['tasks', { consumer: 5, untried: 10, broker: 10 }],
    ['feed', { consumer: 5, untried: 10, broker: 10 }],
  ])(
    'of "%s" at a broker: what its consumer fails too often is parked before the broker moves it',
    (name, expected) => {
      expect(receiveLimits(brokerParts, name)).toEqual(expected);
    },
  );

  it('are none of a source that is not there', () => {
    expect(receiveLimits(brokerParts, 'nothing')).toBeUndefined();
  });

  it('are none without dead letters', () => {
    expect(limits({ deadLetter: noDeadLetter('may be lost') })).toBeUndefined();
  });

  it('leave the consumer room to park before the queue moves, for any choice that keeps an order', () => {
    for (const maxReceiveCount of [1, 5, 100, 400]) {
      for (const seconds of [1, 30, 900]) {
        const { untried, broker } = limits(
          { retentionDays: 1, deadLetter: deadLetter({ maxReceiveCount }) },
          seconds,
        ) ?? {
          untried: 0,
          broker: 0,
        };
        expect(broker).toBeGreaterThan(untried);
      }
    }
  });
});
