import { brokerArrows, brokerNodes } from './broker-topology.ts';
import type { Home } from './home.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { homesOfConsumer, publishedHomes } from './published-homes.ts';
import { timerHomesOf } from './timed-sagas.ts';

/** The pipeline as a Mermaid flowchart: topics, queues, streams, consumers, and what each sends where. */
export function topologyOf(definition: PipelineDefinition): string {
  const { topics, queues, consumers, sweeper, timers, eventIndex } = definition;
  const publishers = sweeper === undefined ? 'relay' : 'relay & sweeper';
  return [
    'flowchart LR',
    ...Object.entries(topics).map(([name, { fifo }]) => `  t_${name}{{"${name}${suffix(fifo)}"}}`),
    ...Object.entries(queues).map(([name, { fifo }]) => `  q_${name}[("${name}${suffix(fifo)}")]`),
    ...brokerNodes(definition),
    ...Object.keys(consumers).map((name) => `  c_${name}["${name}"]`),
    '  table[("event table")]',
    '  relay["outbox relay"]',
    ...(sweeper === undefined ? [] : ['  sweeper["outbox sweeper"]']),
    ...(timers === undefined ? [] : ['  timers["timer sweeper"]']),
    ...(eventIndex === undefined ? [] : indexNodes),
    ...Object.entries(queues).flatMap(([name, { from }]) =>
      Object.keys(from).map((topic) => `  t_${topic} --> q_${name}`),
    ),
    ...brokerArrows(definition),
    ...Object.entries(consumers)
      .filter(([, { stores }]) => stores.length > 0)
      .map(([name]) => `  c_${name} --> table`),
    '  table -- stream --> relay',
    ...(sweeper === undefined ? [] : ['  table -- what waits too long --> sweeper']),
    ...(timers === undefined ? [] : timing(definition)),
    ...(eventIndex === undefined ? [] : indexing),
    ...publishedHomes(definition).map((home) => `  ${publishers} --> ${nodeOf(home)}`),
    ...Object.entries(consumers)
      .filter(([, { dispatch }]) => dispatch === 'at once')
      .flatMap(([name, one]) =>
        homesOfConsumer(definition, one).map((home) => `  c_${name} -- at once --> ${nodeOf(home)}`),
      ),
  ].join('\n');
}

const indexNodes = ['  index[("event index")]', '  indexer["event indexer"]', '  projector["projections"]'];

const indexing = [
  '  table -- stream --> indexer',
  '  indexer -- events in order --> index',
  '  index -- stream --> projector',
  '  projector -- views --> index',
];

function timing(definition: PipelineDefinition): readonly string[] {
  return [
    '  table -- what is due --> timers',
    ...timerHomesOf(definition).map((home) => `  timers --> ${nodeOf(home)}`),
  ];
}

function nodeOf({ kind, name }: Home): string {
  return `${kind === 'topic' ? 't' : 'q'}_${name}`;
}

function suffix(fifo: boolean): string {
  return fifo ? '.fifo' : '';
}
