import * as z from 'zod/mini';
import { event } from './event-type.ts';

/**
 * A person was forgotten: the key of everything personal is gone, and projections take the rows of that person away.
 *
 * `subject` is the pseudonym of the person, the `datasubject` of the events that were about them; who it was is not kept.
 */
export const SubjectForgotten = event('subject.forgotten', {
  schema: z.object({ subject: z.string() }),
  key: ({ subject }) => subject,
});
