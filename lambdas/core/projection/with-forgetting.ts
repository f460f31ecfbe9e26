import { SubjectForgotten } from '../../contracts/events/subject-forgotten.ts';
import type { Projection } from './projection.ts';

/** What a projection reads and makes of it: with `forgets`, of `subject.forgotten` too. */
export function withForgetting({
  events,
  project,
  forgets,
}: Pick<Projection, 'events' | 'project' | 'forgets'>): Pick<Projection, 'events' | 'project'> {
  if (forgets === undefined) {
    return { events, project };
  }
  const { name, version } = SubjectForgotten;
  return {
    events: [...events.filter((type) => type.name !== name), SubjectForgotten],
    project: (event, context) =>
      event.type === name ? forgets(SubjectForgotten.parse(event.data, version).subject) : project(event, context),
  };
}
