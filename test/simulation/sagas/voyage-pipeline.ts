import { consumer } from '../../../lambdas/contracts/definition/consumer.ts';
import { pipeline } from '../../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../../lambdas/contracts/definition/relay.ts';
import { timerSweeper } from '../../../lambdas/contracts/definition/timers.ts';
import { SagaCompleted, SagaFailed } from '../../../lambdas/contracts/sagas/saga-events.ts';
import { sagaMessages } from '../../../lambdas/contracts/sagas/saga-messages.ts';
import {
  DecisionWanted,
  DoStep,
  StepDone,
  StepRefused,
  StepUndone,
  UndoFailed,
  UndoStep,
  VoyageTold,
  VoyageUnwanted,
  VoyageWanted,
} from './voyage-messages.ts';

const { timerDue, decided } = sagaMessages('voyage');
const toVoyages = [VoyageWanted, VoyageUnwanted, StepDone, StepRefused, StepUndone, UndoFailed, timerDue, decided];
const ends = [VoyageTold, SagaCompleted, SagaFailed];

/** Faults are many in the simulated world, so a message may be received often before it counts as dead. */
const deadLetter = { kind: 'queue', maxReceiveCount: 400, retentionDays: 14 } as const;

/** Voyages: a saga, the services that it asks, the desk where people decide, and the travellers who are told. */
export const voyagePipeline = pipeline('voyages', {
  topics: {},
  queues: {
    voyages: queue({ fifo: true, accepts: toVoyages, deadLetter }),
    services: queue({ accepts: [DoStep, UndoStep], deadLetter }),
    desk: queue({ accepts: [DecisionWanted], deadLetter }),
    travellers: queue({ accepts: ends, deadLetter }),
  },
  consumers: {
    voyage: consumer({
      entry: 'voyage.ts',
      source: 'voyages',
      handles: toVoyages,
      publishes: [DoStep, UndoStep, DecisionWanted, ...ends],
      stores: ['voyage'],
    }),
    services: consumer({
      entry: 'services.ts',
      source: 'services',
      handles: [DoStep, UndoStep],
      publishes: [StepDone, StepRefused, StepUndone, UndoFailed],
      stores: ['service'],
    }),
    desk: consumer({
      entry: 'desk.ts',
      source: 'desk',
      handles: [DecisionWanted],
      publishes: [decided],
      stores: ['voyage'],
    }),
    travellers: consumer({ entry: 'travellers.ts', source: 'travellers', handles: ends, stores: [] }),
  },
  relay: relay({ entry: 'relay.ts' }),
  timers: timerSweeper({ entry: 'sweep-timers.ts' }),
});
