import { describe, expect, it } from '@jest/globals';
import type { Figures } from '../../../bench/report/figures.ts';
import { renderFigures } from '../../../bench/report/render-figures.ts';

const machine = { cpu: 'A CPU', cores: 2, memoryGib: 8, node: 'v24.0.0', platform: 'linux x64', load: 0.25 };
const size = { bytes: 449_600, gzipBytes: 100_000 };
const small = { bytes: 119_600, gzipBytes: 40_000 };

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
      bundles: [{ handler: 'payments', withSdk: size, withoutSdk: small, coldImportMs: 40.4 }],
      consume: [{ queue: 'fifo', ours: 9.5, powertools: 10, ratio: 0.95 }],
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
      '  aim with SDK: < 450 KB; without: < 120 KB',
      '',
      'Consumer engine, microseconds per SQS record',
      '  queue  this package  Powertools  ratio  aim',
      '  fifo   9.50          10.00       0.95   ratio <= 1',
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
      bundles: [{ handler: 'a', withSdk: limit, withoutSdk: { ...limit, bytes: 120_000 }, coldImportMs: 1 }],
      consume: [{ queue: 'fifo', ours: 1.01, powertools: 1, ratio: 1.01 }],
    });

    expect(text.match(/missed/g)).toHaveLength(5);
  });
});
