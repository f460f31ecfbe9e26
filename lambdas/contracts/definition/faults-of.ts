import type { EventType } from '../events/event-type.ts';
import { brokerFaults } from './broker-faults.ts';
import { brokerPartNames } from './broker-part-names.ts';
import { circuitBreakerFaults } from './circuit-breaker-faults.ts';
import { consumerFaults } from './consumer-faults.ts';
import { eventIndexFaults } from './event-index-faults.ts';
import { homesOf } from './home.ts';
import { defaultSpillBytes, spillRange } from './payloads.ts';
import { personalDataFaults } from './personal-data-faults.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { pipelineTypes } from './pipeline-types.ts';
import { queueFaults } from './queue-faults.ts';
import { between } from './range-fault.ts';
import { timerFaults } from './timer-faults.ts';
import { topicFaults } from './topic-faults.ts';
import { groupBy } from '../group-by.ts';

/** Everything that is wrong with a definition, one sentence each; empty when it is sound. */
export function faultsOf(definition: PipelineDefinition): readonly string[] {
  return [
    ...nameFaults(definition),
    ...caseFaults(definition),
    ...homeFaults(definition),
    ...Object.entries(definition.topics).flatMap(([name, topic]) => topicFaults(definition, { name, topic })),
    ...Object.entries(definition.queues).flatMap(([name, queue]) => queueFaults(definition, { name, queue })),
    ...Object.entries(definition.consumers).flatMap(([name, consumer]) =>
      consumerFaults(definition, { name, consumer }),
    ),
    ...brokerFaults(definition),
    ...relayFaults(definition),
    ...sweeperFaults(definition),
    ...reconcilerFaults(definition),
    ...between('payloads: spillBytes', definition.payloads?.spillBytes ?? defaultSpillBytes, spillRange),
    ...circuitBreakerFaults(definition.circuitBreaker),
    ...eventIndexFaults(definition),
    ...timerFaults(definition),
    ...personalDataFaults(definition),
  ];
}

function nameFaults(definition: PipelineDefinition): readonly string[] {
  return [
    ...[definition.topics, definition.queues, definition.consumers].flatMap((parts) => Object.keys(parts)),
    ...brokerPartNames(definition),
  ]
    .filter((name) => !/^[a-z][A-Za-z0-9]{0,39}$/.test(name))
    .map((name) => `a name must be camelCase of at most 40 letters and digits, got "${name}"`);
}

/** Environment variables and file systems do not tell such names apart. */
function caseFaults(definition: PipelineDefinition): readonly string[] {
  return [definition.topics, definition.queues, definition.consumers]
    .flatMap((parts) => [...groupBy(Object.keys(parts), (name) => name.toLowerCase()).values()])
    .filter((names) => names.length > 1)
    .map((names) => `names must differ in more than case, got ${names.map((name) => `"${name}"`).join(' and ')}`);
}

function homeFaults(definition: PipelineDefinition): readonly string[] {
  const homes = [...homesOf(definition)]
    .filter(([, found]) => found.length > 1)
    .map(([type, found]) => `"${type}" must have one home, found ${found.map(({ name }) => name).join(' and ')}`);
  return [...homes, ...versionFaults(definition)];
}

function versionFaults(definition: PipelineDefinition): readonly string[] {
  const seen = new Map<string, EventType>();
  const faults: string[] = [];
  for (const type of pipelineTypes(definition)) {
    const first = seen.get(type.name) ?? type;
    seen.set(type.name, first);
    if (first !== type) {
      faults.push(`"${type.name}" must be declared once, found two different values of that name`);
    }
  }
  return faults;
}

function relayFaults({ relay }: PipelineDefinition): readonly string[] {
  return [
    ...between('relay: timeoutSeconds', relay.timeoutSeconds, [1, 900]),
    ...between('relay: memoryMb', relay.memoryMb, [128, 10_240]),
    ...between('relay: batchSize', relay.batchSize, [1, 1000]),
    ...between('relay: retryAttempts', relay.retryAttempts, [0, 10_000]),
    ...between('relay: maxRecordAgeHours', relay.maxRecordAgeHours, [1, 24]),
  ];
}

function sweeperFaults({ sweeper }: PipelineDefinition): readonly string[] {
  return sweeper === undefined
    ? []
    : [
        ...between('sweeper: timeoutSeconds', sweeper.timeoutSeconds, [1, 900]),
        ...between('sweeper: memoryMb', sweeper.memoryMb, [128, 10_240]),
        ...between('sweeper: everyMinutes', sweeper.everyMinutes, [1, 60]),
        ...between('sweeper: graceSeconds', sweeper.graceSeconds, [1, 86_400]),
      ];
}

function reconcilerFaults({ reconciler }: PipelineDefinition): readonly string[] {
  return reconciler === undefined
    ? []
    : [
        ...between('reconciler: timeoutSeconds', reconciler.timeoutSeconds, [1, 900]),
        ...between('reconciler: memoryMb', reconciler.memoryMb, [128, 10_240]),
      ];
}
