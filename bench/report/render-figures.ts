import { renderTable } from '../../localstack/report/render-table.ts';
import type { BundleFigures } from '../bundles/bundles.bench.ts';
import type { ConsumeFigures } from '../consume/consume.bench.ts';
import type { EmbeddedFigures } from '../embedded/embedded.bench.ts';
import type { SimulationFigures } from '../simulation/simulation.bench.ts';
import type { SynthFigures } from '../synth/synth.bench.ts';
import { brokerLines } from './broker-lines.ts';
import { aim, fixed, kilobytes, thousands } from './cells.ts';
import { endpointStoreLines, memoryStoreLines } from './event-store-lines.ts';
import type { Figures } from './figures.ts';
import { idempotencyLines } from './idempotency-lines.ts';
import type { Machine } from './machine.ts';
import { publishLines } from './publish-lines.ts';
import { replayLines, sagaLines } from './saga-lines.ts';

/** The figures as aligned text, each beside what it aims at; a figure that misses its aim says so. */
export function renderFigures(figures: Figures): string {
  const present = sections.map((section) => section(figures)).filter((lines) => lines !== undefined);
  const texts = present.map(([title = '', ...lines]) => [title, ...lines.map((line) => `  ${line}`)].join('\n'));
  return `${texts.join('\n\n')}\n`;
}

/** The sections in their order; one whose figures are absent is left out. */
const sections: readonly ((figures: Figures) => readonly string[] | undefined)[] = [
  ({ machine }) => machineLines(machine),
  ({ embedded }) => embedded && embeddedLines(embedded),
  ({ bundles }) => bundles && bundleLines(bundles),
  ({ consume }) => consume && consumeLines(consume),
  ({ idempotency }) => idempotency && idempotencyLines(idempotency),
  ({ memoryStore }) => memoryStore && memoryStoreLines(memoryStore),
  ({ endpointStore }) => endpointStore && endpointStoreLines(endpointStore),
  ({ saga }) => saga && sagaLines(saga),
  ({ replay }) => replay && replayLines(replay),
  ({ publish }) => publish && publishLines(publish),
  ({ brokers }) => brokers && brokerLines(brokers),
  ({ simulation }) => simulation && simulationLines(simulation),
  ({ synth }) => synth && synthLines(synth),
];

function machineLines({ cpu, cores, memoryGib, node, platform, load }: Machine): readonly string[] {
  return [
    'Machine',
    `${cpu}, ${cores} cores, ${memoryGib} GiB, ${platform}, Node ${node}`,
    `load average before the benches: ${load.toFixed(1)}`,
  ];
}

function embeddedLines({ orders, ordersPerSecond, peakRssMb }: EmbeddedFigures): readonly string[] {
  return [
    `Embedded run of ${orders} orders`,
    ...renderTable(
      ['measure', 'figure', 'aim'],
      [
        ['orders/s', ordersPerSecond, aim('> 1,000', ordersPerSecond > 1000)],
        ['peak RSS, MB', Math.round(peakRssMb), aim('< 400', peakRssMb < 400)],
      ],
    ),
  ];
}

function bundleLines(bundles: readonly BundleFigures[]): readonly string[] {
  const largest = (sizeOf: (figures: BundleFigures) => number): number =>
    Math.max(...bundles.filter(({ brokerClient }) => !brokerClient).map(sizeOf));
  const withSdk = largest(({ withSdk: { bytes } }) => bytes);
  const withoutSdk = largest(({ withoutSdk: { bytes } }) => bytes);
  return [
    'Handlers, minified; 1 KB = 1,000 bytes',
    ...renderTable(
      ['handler', 'KB with SDK', 'gzip', 'KB without', 'gzip', 'cold import, ms'],
      bundles.map((figures) => [
        `${figures.handler}${figures.brokerClient ? ' *' : ''}`,
        kilobytes(figures.withSdk.bytes),
        kilobytes(figures.withSdk.gzipBytes),
        kilobytes(figures.withoutSdk.bytes),
        kilobytes(figures.withoutSdk.gzipBytes),
        Math.round(figures.coldImportMs),
      ]),
    ),
    `* with the client of a broker; aim of the others with SDK: ${aim('< 450 KB', withSdk < 450_000)}; without: ${aim('< 120 KB', withoutSdk < 120_000)}`,
  ];
}

function consumeLines(consume: readonly ConsumeFigures[]): readonly string[] {
  return [
    'Consumer engine, microseconds per SQS record',
    ...renderTable(
      ['queue', 'this package', 'Powertools', 'ratio', 'aim'],
      consume.map(({ queue, ours, peer, ratio }) => [
        queue,
        fixed(ours),
        fixed(peer),
        fixed(ratio),
        aim('ratio <= 1', ratio <= 1),
      ]),
    ),
  ];
}

function simulationLines({ schedules, calls, schedulesPerSecond }: SimulationFigures): readonly string[] {
  const each = Math.round(calls / schedules);
  return [
    'Simulation',
    `${thousands(schedules)} schedules of ${each} I/O calls each, ${Math.round(schedulesPerSecond)} schedules/s`,
  ];
}

function synthLines({ seconds }: SynthFigures): readonly string[] {
  return ['cdk synth of dev', `${seconds.toFixed(1)} s`];
}
