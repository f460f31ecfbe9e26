import type { Home } from '../../contracts/definition/home.ts';
import type { Routes } from '../../contracts/definition/routes-of.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { OutgoingMessage } from '../../core/ports/publisher.ts';
import { messageFault } from './message-fault.ts';

/** Where a message goes, or why it can go nowhere. */
export type RoutedMessage =
  { readonly home: Home; readonly fault: undefined } | { readonly home: undefined; readonly fault: string };

/** Finds the home of a message and checks it against what that home takes; an unroutable type is a fault as well. */
export function routedMessage(message: OutgoingMessage, routes: Routes): RoutedMessage {
  const home = homeOf(message, routes);
  if (typeof home === 'string') {
    return { home: undefined, fault: home };
  }
  const fault = messageFault(message, home.maxMessageBytes);
  return fault === undefined ? { home, fault } : { home: undefined, fault };
}

function homeOf({ type, to }: OutgoingMessage, routes: Routes): Home | string {
  try {
    return routes.homeOf(type, to);
  } catch (cause) {
    if (cause instanceof PipelineError) {
      return cause.message;
    }
    throw cause;
  }
}
