import type { Envelope } from '../../../lambdas/contracts/events/envelope.ts';
import type { Draft } from '../../../lambdas/contracts/events/event-type.ts';
import type { Decider, Decision } from '../../../lambdas/core/event-store/decider.ts';
import { evolveAll } from '../../../lambdas/core/event-store/evolve-all.ts';
import { arriving } from '../../support/commands.ts';

/** What a decider made of some commands. */
export interface Told {
  when(command: Draft): Told;
  types(): readonly string[];
  data(): readonly unknown[];
  /** What the last command is answered once more. */
  again(): readonly Draft[];
  /** Why the last command is impossible; undefined when it is not. */
  refusal(): string | undefined;
}

/** Runs commands through a decider, folding each one's events before the next. */
export function given<State>(decider: Decider<State>, events: readonly Envelope[] = [], last?: Decision): Told {
  return {
    when(command) {
      const message = arriving(command);
      const decision = decider.decide(evolveAll(decider, decider.initial, events), message);
      const more = decision.kind === 'events' ? decision.events.map((draft) => arriving(draft, message)) : [];
      return given(decider, [...events, ...more], decision);
    },
    types: () => events.map(({ type }) => type),
    data: () => events.map(({ data }) => data),
    again: () => (last?.kind === 'again' ? last.replies : []),
    refusal: () => (last?.kind === 'impossible' ? last.reason : undefined),
  };
}
