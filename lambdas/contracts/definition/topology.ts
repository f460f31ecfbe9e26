import type { PipelineDefinition } from './pipeline-definition.ts';
import { publishedHomes } from './published-homes.ts';

/** The pipeline as a Mermaid flowchart: topics, queues, their dead letters, consumers, and what each sends where. */
export function topologyOf(definition: PipelineDefinition): string {
  const { topics, queues, consumers, sweeper } = definition;
  const publishers = sweeper === undefined ? 'relay' : 'relay & sweeper';
  return [
    'flowchart LR',
    ...Object.entries(topics).map(([name, { fifo }]) => `  t_${name}{{"${name}${suffix(fifo)}"}}`),
    ...Object.entries(queues).map(([name, { fifo }]) => `  q_${name}[("${name}${suffix(fifo)}")]`),
    ...Object.keys(consumers).map((name) => `  c_${name}["${name}"]`),
    '  table[("event table")]',
    '  relay["outbox relay"]',
    ...(sweeper === undefined ? [] : ['  sweeper["outbox sweeper"]']),
    ...Object.entries(queues).flatMap(([name, { from }]) =>
      Object.keys(from).map((topic) => `  t_${topic} --> q_${name}`),
    ),
    ...Object.entries(consumers).map(([name, { source }]) => `  q_${source} --> c_${name}`),
    ...Object.entries(consumers)
      .filter(([, { stores }]) => stores.length > 0)
      .map(([name]) => `  c_${name} --> table`),
    '  table -- stream --> relay',
    ...(sweeper === undefined ? [] : ['  table -- what waits too long --> sweeper']),
    ...publishedHomes(definition).map(
      ({ kind, name }) => `  ${publishers} --> ${kind === 'topic' ? 't' : 'q'}_${name}`,
    ),
  ].join('\n');
}

function suffix(fifo: boolean): string {
  return fifo ? '.fifo' : '';
}
