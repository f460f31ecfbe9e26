import { describe, expect, it } from '@jest/globals';
import { entriesOf } from '../../../../lambdas/contracts/definition/entries-of.ts';
import {
  type EventIndexOptions,
  type IndexerOptions,
  type ProjectorOptions,
  eventIndex,
} from '../../../../lambdas/contracts/definition/event-index.ts';
import { faultsOf } from '../../../../lambdas/contracts/definition/faults-of.ts';
import { topologyOf } from '../../../../lambdas/contracts/definition/topology.ts';
import { parts } from './sample-parts.ts';

const sound: EventIndexOptions = { entry: 'index.ts', categories: ['work'], projector: { entry: 'project.ts' } };

function faults(options: Partial<EventIndexOptions>): readonly string[] {
  return faultsOf({ name: 'test', ...parts, eventIndex: eventIndex({ ...sound, ...options }) });
}

describe('the event index of a definition', () => {
  it('has the documented defaults', () => {
    expect(eventIndex(sound)).toEqual({
      categories: ['work'],
      projections: [],
      indexer: {
        entry: 'index.ts',
        timeoutSeconds: 30,
        memoryMb: 256,
        batchSize: 100,
        retryAttempts: 10,
        maxRecordAgeHours: 12,
      },
      projector: { entry: 'project.ts', timeoutSeconds: 50, memoryMb: 256, everyMinutes: 1 },
    });
    expect(faults({})).toEqual([]);
  });

  it.each<readonly [keyof IndexerOptions, readonly [number, number]]>([
    ['timeoutSeconds', [1, 900]],
    ['memoryMb', [128, 10_240]],
    ['batchSize', [1, 1000]],
    ['retryAttempts', [0, 10_000]],
    ['maxRecordAgeHours', [1, 24]],
  ])('takes for %s of the indexer whole numbers of %j and no others', (name, [least, most]) => {
    for (const value of [least, least + 1, most - 1, most]) {
      expect(faults({ [name]: value })).toEqual([]);
    }
    for (const value of [least - 1, most + 1, least + 0.5]) {
      expect(faults({ [name]: value })).toEqual([
        `eventIndex: ${name} must be an integer between ${least} and ${most}, got ${value}`,
      ]);
    }
  });

  it.each<readonly [keyof ProjectorOptions, readonly [number, number]]>([
    ['timeoutSeconds', [20, 900]],
    ['memoryMb', [128, 10_240]],
    ['everyMinutes', [1, 60]],
  ])('takes for %s of the projector whole numbers of %j and no others', (name, [least, most]) => {
    const of = (value: number): readonly string[] => faults({ projector: { entry: 'project.ts', [name]: value } });

    for (const value of [least, least + 1, most - 1, most]) {
      expect(of(value)).toEqual([]);
    }
    for (const value of [least - 1, most + 1]) {
      expect(of(value)).toEqual([
        `eventIndex: projector: ${name} must be an integer between ${least} and ${most}, got ${value}`,
      ]);
    }
  });

  it.each<readonly [Partial<EventIndexOptions>, string]>([
    [{ categories: [] }, 'eventIndex: categories must name streams, got none'],
    [{ categories: ['stray'] }, 'eventIndex: a category must be a store of some consumer, got "stray"'],
    [{ categories: ['work', 'work'] }, 'eventIndex: a category must be named once, got "work" twice'],
    [{ projections: ['sales', 'sales'] }, 'eventIndex: a projection must be named once, got "sales" twice'],
    [
      { projections: ['salesByDay'] },
      'eventIndex: a projection must be lower-case words joined by dashes, got "salesByDay"',
    ],
  ])('that is %j has one fault', (options, fault) => {
    expect(faults(options)).toEqual([fault]);
  });

  it('is two more functions, drawn between the table and the index', () => {
    const definition = { name: 'test', ...parts, eventIndex: eventIndex(sound) };

    expect(entriesOf(definition).slice(-2)).toEqual(['index.ts', 'project.ts']);
    expect(topologyOf(definition).split('\n')).toEqual(
      expect.arrayContaining([
        '  indexer["event indexer"]',
        '  table -- stream --> indexer',
        '  index -- stream --> projector',
      ]),
    );
  });
});
