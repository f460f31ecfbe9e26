import * as z from 'zod/mini';
import { event } from '../../../lambdas/contracts/events/event-type.ts';

const voyage = z.string();
const step = z.string();
const byVoyage = (data: { readonly voyage: string }): string => data.voyage;

/** Somebody wants to travel: starts the saga. */
export const VoyageWanted = event('voyage.wanted', { schema: z.object({ voyage }), key: byVoyage });

/** Somebody no longer wants to travel: cancels the saga. */
export const VoyageUnwanted = event('voyage.unwanted', { schema: z.object({ voyage }), key: byVoyage });

/** Command: do a step. */
export const DoStep = event('step.do', { schema: z.object({ voyage, step }), key: byVoyage });

/** Command: take a step back, whether or not it was done. */
export const UndoStep = event('step.undo', { schema: z.object({ voyage, step }), key: byVoyage });

/** The step is done. */
export const StepDone = event('step.done', { schema: z.object({ voyage, step }), key: byVoyage });

/** The step was not done and never will be. */
export const StepRefused = event('step.refused', {
  schema: z.object({ voyage, step, reason: z.string() }),
  key: byVoyage,
});

/** The step is taken back, and will not be done any more. */
export const StepUndone = event('step.undone', { schema: z.object({ voyage, step }), key: byVoyage });

/** The step could not be taken back. */
export const UndoFailed = event('step.undo-failed', { schema: z.object({ voyage, step }), key: byVoyage });

/** Somebody is to decide about a voyage. */
export const DecisionWanted = event('decision.wanted', {
  schema: z.object({ voyage, token: z.string() }),
  key: byVoyage,
});

/** How a voyage ended, for the traveller. */
export const VoyageTold = event('voyage.told', {
  schema: z.object({ voyage, outcome: z.enum(['travelled', 'stayed']) }),
  key: byVoyage,
});
