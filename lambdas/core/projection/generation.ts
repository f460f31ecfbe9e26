import { type Subscription, type SubscriptionDependencies, createSubscription } from '../event-index/subscription.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { projectEvents } from './project-events.ts';
import type { Projection } from './projection.ts';
import { readerName } from './view-key.ts';
import { withForgetting } from './with-forgetting.ts';

/** Any projection, of whatever types: how projectors hold theirs. */
export type AnyProjection = Pick<Projection, 'name' | 'version' | 'events' | 'forgets'> & {
  project(event: never, context: Parameters<Projection['project']>[1]): ReturnType<Projection['project']>;
};

/** The reader of the index that keeps one generation of a view: its rows and its checkpoint move in one transaction. */
export function generationReader(
  dependencies: SubscriptionDependencies,
  projection: AnyProjection,
  place: { readonly generation: number; readonly building: boolean },
): Subscription {
  const { name } = projection;
  const view = { projection: name, generation: place.generation };
  // A subscription hands over events of these types only.
  const { events, project } = withForgetting({
    events: projection.events,
    project: (event, at) => projection.project(event as never, at),
    ...(projection.forgets && { forgets: projection.forgets.bind(projection) }),
  });
  const telemetry = place.building ? withoutLag(dependencies.telemetry) : dependencies.telemetry;
  return createSubscription(
    { ...dependencies, telemetry },
    {
      name: readerName(view),
      events,
      // `async` turns what a projection throws into a rejection, as of any handler.
      handle: async (read, context) => Promise.resolve(projectEvents({ project, view }, read, context)),
      ...(place.building ? { replay: true } : {}),
    },
  );
}

/** Nobody reads what is being built: how much of it is left is progress, and no lag. */
function withoutLag(telemetry: Telemetry): Telemetry {
  return {
    ...telemetry,
    count: (metric, by) => {
      if (metric !== 'EventsBehind' && metric !== 'SecondsBehind') {
        telemetry.count(metric, by);
      }
    },
  };
}
