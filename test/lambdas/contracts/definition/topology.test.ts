import { describe, expect, it } from '@jest/globals';
import { publishedHomes } from '../../../../lambdas/contracts/definition/published-homes.ts';
import { rabbitCall } from '../../../../lambdas/contracts/definition/rabbit-call.ts';
import { topologyOf } from '../../../../lambdas/contracts/definition/topology.ts';
import { orders } from '../../../../lambdas/contracts/orders/pipeline.ts';
import { brokerParts } from './broker-sample.ts';
import { Begun, parts } from './sample-parts.ts';

describe('topology of a definition', () => {
  it('is a flowchart of its parts and of what each sends where', () => {
    expect(topologyOf({ name: 'test', ...parts })).toBe(
      [
        'flowchart LR',
        '  t_facts{{"facts.fifo"}}',
        '  q_work[("work.fifo")]',
        '  q_notices[("notices")]',
        '  c_worker["worker"]',
        '  c_notifier["notifier"]',
        '  table[("event table")]',
        '  relay["outbox relay"]',
        '  t_facts --> q_notices',
        '  q_work --> c_worker',
        '  q_notices --> c_notifier',
        '  c_worker --> table',
        '  table -- stream --> relay',
        '  relay --> t_facts',
      ].join('\n'),
    );
  });

  it('draws what goes to brokers and who reads it there', () => {
    const calls = {
      quote: rabbitCall('rpc_queue', { request: Begun, reply: Begun, worker: 'quote.ts' }),
    };
    const { taskReader } = brokerParts.consumers;
    const drawn = topologyOf({
      ...{ name: 'test', ...brokerParts, rabbitmq: { ...brokerParts.rabbitmq, calls } },
      consumers: { ...brokerParts.consumers, taskReader: { ...taskReader, calls: ['quote'] } },
    }).split('\n');

    expect(drawn).toEqual(
      expect.arrayContaining([
        '  k_log[("Kafka test.log")]',
        '  r_live[("Redis test:live")]',
        '  n_feed[("NATS FEED")]',
        '  x_events{{"RabbitMQ events"}}',
        '  m_tasks[("RabbitMQ work_queue")]',
        '  call_quote[["RabbitMQ call rpc_queue"]]',
        '  q_kafkaBridge --> c_toKafka',
        '  c_toKafka --> k_log',
        '  k_log --> c_logReader',
        '  c_toRabbit --> x_events',
        '  x_events --> m_tasks',
        '  m_tasks --> c_taskReader',
        '  c_taskReader -- asks --> call_quote',
      ]),
    );
    expect(drawn.filter((line) => line.includes('dlx'))).toEqual([]);
  });

  it('lets a consumer send what it publishes itself where it dispatches at once', () => {
    const worker = { ...parts.consumers.worker, dispatch: 'at once' } as const;

    const drawn = topologyOf({ name: 'test', ...parts, consumers: { ...parts.consumers, worker } });

    expect(drawn.split('\n').at(-1)).toBe('  c_worker -- at once --> t_facts');
  });

  it('lets the sweeper send what the relay sends where there is one', () => {
    const drawn = topologyOf(orders).split('\n');

    expect(drawn).toContain('  sweeper["outbox sweeper"]');
    expect(drawn).toContain('  table -- what waits too long --> sweeper');
    expect(drawn.filter((line) => line.includes('relay -->'))).toEqual([]);
    expect(drawn.filter((line) => line.includes('  relay & sweeper -->'))).toHaveLength(publishedHomes(orders).length);
  });

  it('names no node in an arrow that is not drawn, and draws no arrow twice', () => {
    const lines = topologyOf(orders).split('\n').slice(1);
    const nodes = new Set(lines.flatMap((line) => /^ {2}(\w+)[[{]/.exec(line)?.[1] ?? []));
    const arrows = lines.filter((line) => line.includes('-->'));

    const ends = arrows.flatMap((line) => line.trim().split(/ --> | -- [a-z ]+ --> | & /));
    expect(ends.filter((end) => !nodes.has(end))).toEqual([]);
    expect(new Set(arrows).size).toBe(arrows.length);
  });
});
