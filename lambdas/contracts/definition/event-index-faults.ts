import type { EventIndexDefinition, IndexerDefinition, ProjectorDefinition } from './event-index.ts';
import { subjectStore } from './personal-data.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { between } from './range-fault.ts';

/** What is wrong with the index of events of a definition. */
export function eventIndexFaults({ eventIndex, consumers }: PipelineDefinition): readonly string[] {
  if (eventIndex === undefined) {
    return [];
  }
  // Streams of the engine's own: who was forgotten.
  const stores = new Set([subjectStore, ...Object.values(consumers).flatMap((consumer) => consumer.stores)]);
  return [
    ...categoryFaults(eventIndex, stores),
    ...projectionFaults(eventIndex),
    ...indexerFaults(eventIndex.indexer),
    ...projectorFaults(eventIndex.projector),
  ];
}

function categoryFaults({ categories }: EventIndexDefinition, stores: ReadonlySet<string>): readonly string[] {
  return [
    ...(categories.length === 0 ? ['eventIndex: categories must name streams, got none'] : []),
    ...twice(categories).map((category) => `eventIndex: a category must be named once, got "${category}" twice`),
    ...categories
      .filter((category) => !stores.has(category))
      .map((category) => `eventIndex: a category must be a store of some consumer, got "${category}"`),
  ];
}

function projectionFaults({ projections }: EventIndexDefinition): readonly string[] {
  return [
    ...twice(projections).map((name) => `eventIndex: a projection must be named once, got "${name}" twice`),
    ...projections
      .filter((name) => !/^[a-z]+(?:-[a-z]+)*$/.test(name))
      .map((name) => `eventIndex: a projection must be lower-case words joined by dashes, got "${name}"`),
  ];
}

function indexerFaults(indexer: IndexerDefinition): readonly string[] {
  return [
    ...between('eventIndex: timeoutSeconds', indexer.timeoutSeconds, [1, 900]),
    ...between('eventIndex: memoryMb', indexer.memoryMb, [128, 10_240]),
    ...between('eventIndex: batchSize', indexer.batchSize, [1, 1000]),
    ...between('eventIndex: retryAttempts', indexer.retryAttempts, [0, 10_000]),
    ...between('eventIndex: maxRecordAgeHours', indexer.maxRecordAgeHours, [1, 24]),
  ];
}

function projectorFaults(projector: ProjectorDefinition): readonly string[] {
  return [
    // A run begins nothing in its last ten seconds: a shorter one would never begin anything.
    ...between('eventIndex: projector: timeoutSeconds', projector.timeoutSeconds, [20, 900]),
    ...between('eventIndex: projector: memoryMb', projector.memoryMb, [128, 10_240]),
    ...between('eventIndex: projector: everyMinutes', projector.everyMinutes, [1, 60]),
  ];
}

function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, place) => names.indexOf(name) !== place))];
}
