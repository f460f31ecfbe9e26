import { describe, expect, it } from '@jest/globals';
import { consumer } from '../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter, noDeadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { payloads } from '../../../../lambdas/contracts/definition/payloads.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../../../lambdas/contracts/definition/relay.ts';
import { sweeper } from '../../../../lambdas/contracts/definition/sweeper.ts';
import { topic } from '../../../../lambdas/contracts/definition/topic.ts';
import { DefinitionError } from '../../../../lambdas/contracts/errors/definition-error.ts';
import { parts } from './sample-parts.ts';

describe('declaration of a pipeline', () => {
  it('is its name and its parts, as they were given', () => {
    expect(pipeline('test', parts)).toEqual({ name: 'test', ...parts });
  });

  it('fails with all faults in one error', () => {
    const relayOutOfRange = { ...parts.relay, batchSize: 0, memoryMb: 0 };

    expect(() => pipeline('test', { ...parts, relay: relayOutOfRange })).toThrow(DefinitionError);
    expect(() => pipeline('test', { ...parts, relay: relayOutOfRange })).toThrow(
      expect.objectContaining({
        code: 'definition-invalid',
        faults: [expect.stringContaining('memoryMb'), expect.stringContaining('batchSize')],
      }),
    );
  });
});

describe('defaults of the parts', () => {
  it('of a store of payloads: what is longer than 64 KiB', () => {
    expect(payloads()).toEqual({ spillBytes: 65_536 });
  });

  it('of a topic: standard, 256 KiB', () => {
    expect(topic({ carries: [] })).toEqual({ fifo: false, carries: [], maxMessageBytes: 262_144 });
  });

  it('of a queue: standard, from nowhere, four days', () => {
    expect(queue({ deadLetter: deadLetter() })).toEqual({
      fifo: false,
      from: {},
      accepts: [],
      answers: [],
      retentionDays: 4,
      deadLetter: { kind: 'queue', maxReceiveCount: 5, retentionDays: 14 },
      onPoison: 'skip',
    });
  });

  it('of a FIFO queue: later messages of a key queue behind a parked one, when there are dead letters', () => {
    expect(queue({ fifo: true, deadLetter: deadLetter() }).onPoison).toBe('park-key');
    expect(queue({ fifo: true, deadLetter: noDeadLetter('may be lost') }).onPoison).toBe('skip');
  });

  it('of a consumer: 30 seconds, 256 MB, no messages, items or settings of its own', () => {
    expect(consumer({ entry: 'x.ts', source: 'work', handles: [] })).toEqual({
      entry: 'x.ts',
      worker: undefined,
      source: 'work',
      handles: [],
      forwards: [],
      calls: [],
      publishes: [],
      stores: [],
      timeoutSeconds: 30,
      memoryMb: 256,
      settings: [],
      repliesTo: [],
      dispatch: 'relay',
    });
  });

  it('of the relay: batches of 100, ten retries, twelve hours', () => {
    expect(relay({ entry: 'x.ts' })).toEqual({
      entry: 'x.ts',
      timeoutSeconds: 30,
      memoryMb: 256,
      batchSize: 100,
      retryAttempts: 10,
      maxRecordAgeHours: 12,
    });
  });

  it('of the sweeper: every minute, what has waited for a minute, 50 seconds', () => {
    expect(sweeper({ entry: 'x.ts' })).toEqual({
      entry: 'x.ts',
      timeoutSeconds: 50,
      memoryMb: 256,
      everyMinutes: 1,
      graceSeconds: 60,
    });
  });

  it('of no dead letter: nothing but the reason', () => {
    expect(noDeadLetter('why')).toEqual({ kind: 'none', reason: 'why' });
  });
});
