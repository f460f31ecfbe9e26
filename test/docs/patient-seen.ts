import * as z from 'zod/mini';
import { event } from '../../lambdas/contracts/events/event-type.ts';
import { personal } from '../../lambdas/contracts/events/personal.ts';
import type { Fold } from '../../lambdas/core/event-store/decider.ts';
import { projection } from '../../lambdas/core/projection/projection.ts';

/** The example of docs/privacy.md. */
export const PatientSeen = event('patient.seen', {
  schema: z.object({
    visit: z.string(),
    patient: personal(z.string()),
    age: personal(z.int(), { forgotten: 0 }),
    notes: z.array(z.object({ by: z.string(), text: personal(z.string()) })),
  }),
  key: ({ visit }) => visit,
  dataSubject: ({ patient }) => patient,
});

const State = z.object({ patient: z.string(), texts: z.array(z.string()) });
type State = z.infer<typeof State>;

/** What a visit has come to. */
export const visit: Fold<State, readonly [typeof PatientSeen]> = {
  category: 'visit',
  initial: { patient: '', texts: [] },
  events: [PatientSeen],
  evolve: ({ texts }, { data }) => ({
    patient: data.patient,
    texts: [...texts, ...data.notes.map(({ text }) => text)],
  }),
  snapshot: { version: 1, schema: State },
};

/** How often each patient was seen. */
export const visits = projection('visits', {
  version: 1,
  events: [PatientSeen],
  project: ({ data, datasubject }) => [
    { row: datasubject ?? 'forgotten', set: { patient: data.patient }, add: { visits: 1 } },
  ],
  forgets: (subject) => [{ row: subject, gone: true }],
});
