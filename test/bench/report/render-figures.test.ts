import { describe, expect, it } from '@jest/globals';
import type { Figures } from '../../../bench/report/figures.ts';
import { renderFigures } from '../../../bench/report/render-figures.ts';

const machine = { cpu: 'A CPU', cores: 2, memoryGib: 8, node: 'v24.0.0', platform: 'linux x64', load: 0.25 };
const size = { bytes: 449_600, gzipBytes: 100_000 };
const small = { bytes: 119_600, gzipBytes: 40_000 };
const large = { bytes: 700_000, gzipBytes: 200_000 };

describe('figures as text', () => {
  it('are the machine alone when nothing was measured', () => {
    expect(renderFigures({ machine })).toBe(
      'Machine\n  A CPU, 2 cores, 8 GiB, linux x64, Node v24.0.0\n  load average before the benches: 0.3\n',
    );
  });

  it('stand aligned beside their aims', () => {
    const figures: Figures = {
      machine,
      embedded: { orders: 10, ordersPerSecond: 1001, peakRssMb: 399.4 },
      bundles: [
        { handler: 'payments', brokerClient: false, withSdk: size, withoutSdk: small, coldImportMs: 40.4 },
        { handler: 'bridge', brokerClient: true, withSdk: large, withoutSdk: large, coldImportMs: 74 },
      ],
      consume: [{ queue: 'fifo', ours: 9.5, peer: 10, ratio: 0.95 }],
      idempotency: [
        {
          delivery: 'table',
          microseconds: { ours: 12, peer: 30.25, ratio: 0.4 },
          allocated: { ours: 22_049, powertools: 57_000 },
          writes: { ours: 1, powertools: 3 },
        },
      ],
      memoryStore: [
        {
          streams: 1000,
          snapshots: true,
          times: { append: { ours: 20, peer: 40.5, ratio: 0.5 }, load: { ours: 3, peer: 2, ratio: 1.5 } },
        },
      ],
      endpointStore: [
        {
          commits: 4,
          times: { append: { ours: 2000, peer: 4000, ratio: 0.5 }, load: { ours: 1000, peer: 1000, ratio: 1 } },
          ours: { append: { requests: 1, writes: 12.5, reads: 0 }, load: { requests: 1, writes: 0, reads: 3 } },
          castore: { append: { requests: 1, writes: 20.25, reads: 0 }, load: { requests: 1, writes: 0, reads: 2 } },
        },
      ],
      saga: { cpu: { ours: 60, peer: 1500.5, ratio: 0.04 }, requests: { ours: 2, peer: 2 } },
      replay: { streams: 1000, events: 100_000, indexedPerSecond: 50_000.4, replayedPerSecond: 300_000 },
      publish: [{ home: 'queue', messages: 10_001, calls: 1001, messagesPerSecond: 20_000.4 }],
      brokers: [
        {
          ...{ broker: 'RabbitMQ', step: 'produce', ours: 'this package', peer: 'amqplib', least: 0.9 },
          messagesPerSecond: { ours: 8000.4, peer: 10_000, ratio: 0.8 },
          cpuMicroseconds: { ours: 30, peer: 20.5, ratio: 1.46 },
        },
      ],
      simulation: { schedules: 2000, calls: 400_100, schedulesPerSecond: 99.6 },
      synth: { seconds: 7.25 },
    };

    expect(renderFigures(figures).split('\n').slice(4)).toEqual([
      'Embedded run of 10 orders',
      '  measure       figure  aim',
      '  orders/s        1001  > 1,000',
      '  peak RSS, MB     399  < 400',
      '',
      'Handlers, minified; 1 KB = 1,000 bytes',
      '  handler   KB with SDK  gzip  KB without  gzip  cold import, ms',
      '  payments          450   100         120    40               40',
      '  bridge *          700   200         700   200               74',
      '  * with the client of a broker; aim of the others with SDK: < 450 KB; without: < 120 KB',
      '',
      'Consumer engine, microseconds per SQS record',
      '  queue  this package  Powertools  ratio  aim',
      '  fifo   9.50          10.00       0.95   ratio <= 1',
      '',
      'Consumer engine and idempotency, per SQS record: this package | Powertools',
      '  delivery             microseconds   ratio  heap, KB     writes  aim',
      '  effect in the table  12.00 | 30.25  0.40   22.0 | 57.0  1 | 3   ratio <= 1',
      '',
      'Event store in memory, streams of 100 events in commits of ten: this package | Emmett',
      '  streams  snapshots  step    microseconds   ratio  aim',
      '  1,000    yes        commit  20.00 | 40.50  0.50   ratio <= 1',
      '  1,000    yes        load    3.00 | 2.00    1.50   ratio <= 1, missed',
      '',
      'Event store on the local endpoint, commits of ten events: this package | Castore',
      '  commits  step    events/s       times  requests     write units    read units   aim',
      '  4        commit  5,000 | 2,500  2.00   1.00 | 1.00  12.50 | 20.25               times >= 1.50, fewer units',
      '  4        load                   1.00   1.00 | 1.00                 3.00 | 2.00',
      '',
      'Sagas of five steps in memory, for each step: this package | durable executions in their local runner',
      '  CPU, microseconds  ratio  requests | checkpoints  aim',
      '  60.00 | 1500.50    0.04   2 | 2                   ratio <= 1',
      '',
      'Event index in memory',
      '  100,000 events of 1,000 streams: 50,000 events/s into it, 300,000 events/s in a replay',
      '',
      'Publisher, each message of another key, brokers that accept at once',
      '  home   messages  calls  aim      messages/s',
      '  queue  10,001    1,001  = 1,001  20,000',
      '',
      'Brokers on this machine, in turns; ours with validation, traces and a mark for each message',
      '  broker    step     beside   messages/s  theirs  ratio  aim              CPU, us/message  theirs  ratio',
      '  RabbitMQ  produce  amqplib  8,000       10,000  0.80   >= 0.90, missed  30.00            20.50   1.46',
      '',
      'Simulation',
      '  2,000 schedules of 200 I/O calls each, 100 schedules/s',
      '',
      'cdk synth of dev',
      '  7.3 s',
      '',
    ]);
  });

  it('say of each that it misses its aim at the limit', () => {
    const limit = { bytes: 450_000, gzipBytes: 1 };
    const text = renderFigures({
      machine,
      embedded: { orders: 10, ordersPerSecond: 1000, peakRssMb: 400 },
      bundles: [
        {
          handler: 'a',
          brokerClient: false,
          withSdk: limit,
          withoutSdk: { ...limit, bytes: 120_000 },
          coldImportMs: 1,
        },
      ],
      consume: [{ queue: 'fifo', ours: 1.01, peer: 1, ratio: 1.01 }],
      idempotency: [
        {
          delivery: 'outside',
          microseconds: { ours: 1.01, peer: 1, ratio: 1.01 },
          allocated: { ours: 1, powertools: 1 },
          writes: { ours: 2, powertools: 2 },
        },
      ],
      publish: [{ home: 'topic', messages: 20, calls: 3, messagesPerSecond: 1 }],
    });

    expect(text.match(/missed/g)).toHaveLength(7);
  });
});
