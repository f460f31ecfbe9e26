import { describe, expect, it } from '@jest/globals';
import { consumer } from '../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { entriesOf } from '../../../../lambdas/contracts/definition/entries-of.ts';
import { faultsOf } from '../../../../lambdas/contracts/definition/faults-of.ts';
import type { PipelineParts } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { schedules } from '../../../../lambdas/contracts/definition/schedules.ts';
import { timedSagasOf, timedStoresOf, timerHomesOf } from '../../../../lambdas/contracts/definition/timed-sagas.ts';
import { type TimersOptions, timerSweeper } from '../../../../lambdas/contracts/definition/timers.ts';
import { topologyOf } from '../../../../lambdas/contracts/definition/topology.ts';
import { isTimerDue } from '../../../../lambdas/contracts/sagas/is-timer-due.ts';
import { sagaMessages } from '../../../../lambdas/contracts/sagas/saga-messages.ts';
import { Begin, parts } from './sample-parts.ts';

const { timerDue, decided } = sagaMessages('lend');
const timed: PipelineParts = {
  ...parts,
  queues: {
    ...parts.queues,
    loans: queue({ fifo: true, accepts: [timerDue, decided], deadLetter: deadLetter() }),
  },
  consumers: {
    ...parts.consumers,
    lend: consumer({ entry: 'lend.ts', source: 'loans', handles: [timerDue, decided], stores: ['loan'] }),
  },
  timers: timerSweeper({ entry: 'timers.ts' }),
};
const faults = (differences: Partial<PipelineParts>): readonly string[] =>
  faultsOf({ name: 'test', ...timed, ...differences });
const withTimers = (differences: Partial<TimersOptions>): readonly string[] =>
  faults({ timers: timerSweeper({ entry: 'timers.ts', ...differences }) });

describe('timers of a definition', () => {
  it('have documented defaults', () => {
    expect(timerSweeper({ entry: 'timers.ts' })).toEqual({
      ...{ entry: 'timers.ts', timeoutSeconds: 50, memoryMb: 256, everyMinutes: 1, graceSeconds: 0 },
    });
    expect(schedules()).toEqual({ deadLetterDays: 14 });
  });

  it('serve the sagas of the consumers that handle timers, in their stores and queues', () => {
    const definition = { name: 'test', ...timed };

    expect(timedSagasOf(definition).map(({ name, timers }) => [name, timers])).toEqual([['lend', [timerDue]]]);
    expect(timedStoresOf(definition)).toEqual(['loan']);
    expect(timerHomesOf(definition).map(({ kind, name }) => [kind, name])).toEqual([['queue', 'loans']]);
    expect([timerDue, decided, Begin].map(isTimerDue)).toEqual([true, false, false]);
  });

  it('are a function of the pipeline, and stand in its drawing', () => {
    const definition = { name: 'test', ...timed };

    expect(entriesOf(definition)).toContain('timers.ts');
    expect(topologyOf(definition).split('\n')).toEqual(
      expect.arrayContaining([
        '  timers["timer sweeper"]',
        '  table -- what is due --> timers',
        '  timers --> q_loans',
      ]),
    );
  });

  it('are sound with schedules and without', () => {
    expect([faults({}), faults({ schedules: schedules() })]).toEqual([[], []]);
  });

  it('must be swept where a consumer handles them', () => {
    const unswept = { ...parts, queues: timed.queues, consumers: timed.consumers };

    expect(faultsOf({ name: 'test', ...unswept })).toEqual([
      'consumer "lend" handles timers of sagas, so there must be a sweeper of timers, got none',
    ]);
    expect(faultsOf({ name: 'test', ...unswept, schedules: schedules() })).toContain(
      'schedules: there must be a sweeper of timers beneath them, got none',
    );
  });

  it('must not be swept for nobody', () => {
    expect(faults({ queues: parts.queues, consumers: parts.consumers })).toEqual([
      'timers: there must be a consumer that handles timers of sagas, got none',
    ]);
  });

  it('ask of their consumer an order and a store', () => {
    const queues = { ...timed.queues, loans: queue({ accepts: [timerDue], deadLetter: deadLetter() }) };
    const lend = consumer({ entry: 'lend.ts', source: 'loans', handles: [timerDue] });

    expect(faults({ queues, consumers: { ...timed.consumers, lend } })).toEqual([
      'consumer "lend" handles timers of sagas, so its queue must be fifo, got "loans"',
      'consumer "lend" handles timers of sagas, so it must have a store, got none',
    ]);
  });

  it.each([
    ['timeoutSeconds', 1, 900],
    ['memoryMb', 128, 10_240],
    ['everyMinutes', 1, 60],
    ['graceSeconds', 0, 3600],
  ] as const)('have %s from %i to %i', (name, least, most) => {
    expect([least, most].flatMap((value) => withTimers({ [name]: value }))).toEqual([]);
    for (const value of [least - 1, most + 1]) {
      expect(withTimers({ [name]: value }).join()).toContain(`timers: ${name} must be an integer between`);
    }
  });

  it.each([0, 15])('have no schedules that keep dead letters for %i days', (deadLetterDays) => {
    expect(faults({ schedules: schedules({ deadLetterDays }) }).join()).toContain('schedules: deadLetterDays must be');
  });
});
