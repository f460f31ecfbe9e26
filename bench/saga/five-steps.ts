import * as z from 'zod/mini';
import { type EventType, event } from '../../lambdas/contracts/events/event-type.ts';
import { saga } from '../../lambdas/core/saga/saga.ts';

const keyed = z.object({ key: z.string() });
const answered = z.object({ key: z.string(), result: z.string() });
const byKey = ({ key }: { readonly key: string }): string => key;

/** Begins a saga of {@link stepNames}. */
export const Begin = event('bench.begin', { schema: keyed, key: byKey });

/** Its end. */
export const Completed = event('bench.completed', {
  schema: z.object({ key: z.string(), results: z.array(z.string()) }),
  key: byKey,
});
const Failed = event('bench.failed', { schema: keyed, key: byKey });

/** The steps of both sides, one after the other. */
export const stepNames = ['reserve', 'charge', 'label', 'ship', 'notify'] as const;

type StepName = (typeof stepNames)[number];

const messagesOf = (name: StepName) => ({
  send: event(`bench.${name}`, { schema: keyed, key: byKey }),
  ok: event(`bench.${name}-done`, { schema: answered, key: byKey }),
});

const steps = {
  reserve: messagesOf('reserve'),
  charge: messagesOf('charge'),
  label: messagesOf('label'),
  ship: messagesOf('ship'),
  notify: messagesOf('notify'),
};

/** The reply to each command, by the command's type. */
export const replyTypes: ReadonlyMap<string, EventType<string, z.infer<typeof answered>>> = new Map(
  stepNames.map((name) => [steps[name].send.name, steps[name].ok]),
);

/** What each side's participants answer. */
export function resultOf(stepName: string): string {
  return `${stepName} is done`;
}

const stepOf = (name: StepName) => ({
  send: ({ key }: { readonly key: string }) => steps[name].send.of({ key }),
  ok: steps[name].ok,
});

/** A saga of five steps that ends with all their results. */
export const fiveSteps = saga('bench-steps', { startedBy: Begin, version: 1 })
  .step('reserve', stepOf('reserve'))
  .step('charge', stepOf('charge'))
  .step('label', stepOf('label'))
  .step('ship', stepOf('ship'))
  .step('notify', stepOf('notify'))
  .completes(({ key }, { reserve, charge, label, ship, notify }) =>
    Completed.of({ key, results: [reserve, charge, label, ship, notify].map(({ result }) => result) }),
  )
  .fails(({ key }) => Failed.of({ key }));
