import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { SagaState } from '../../../../lambdas/core/saga/saga-state.ts';
import { sagaKey } from '../../../../lambdas/core/saga/stored-saga.ts';
import type { Commit } from '../../stage/ledger.ts';
import type { VoyageWorld } from '../voyage-world.ts';

/** One change of a saga: before, after, and what it sent, in order. */
export interface SagaCommit {
  readonly at: number;
  readonly before: SagaState | undefined;
  readonly after: SagaState;
  readonly version: number;
  readonly sent: readonly SentMessage[];
  readonly commit: Commit;
}

/** A message that a saga sent. */
export interface SentMessage {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly step?: string; readonly outcome?: string };
}

/** Everything that happened to the saga of one voyage, in order. */
export function commitsOf({ ledger }: Pick<VoyageWorld, 'ledger'>, voyage: string): readonly SagaCommit[] {
  const key = sagaKey('voyage', voyage);
  return ledger.entries
    .filter((entry) => entry.kind === 'commit')
    .filter(({ change }) => change.key.partition === key.partition && change.key.sort === key.sort)
    .flatMap((commit) => {
      const { before, after } = commit.change;
      const state = stateIn(after?.attributes['state']);
      return state === undefined
        ? []
        : [
            {
              ...{ at: commit.at, after: state, commit, before: stateIn(before?.attributes['state']) },
              version: Number(after?.attributes['definitionVersion']),
              sent: sentIn(commit),
            },
          ];
    });
}

/** The saga of one voyage as it ended. */
export function lastOf(commits: readonly SagaCommit[]): SagaState | undefined {
  return commits.at(-1)?.after;
}

function stateIn(text: unknown): SagaState | undefined {
  return typeof text === 'string' ? SagaState.parse(JSON.parse(text)) : undefined;
}

function sentIn({ change: { before, after } }: Commit): readonly SentMessage[] {
  const known = new Set(outboxEntries(before).map(({ position }) => position));
  return outboxEntries(after)
    .filter(({ position }) => !known.has(position))
    .sort((one, other) => (one.position < other.position ? -1 : 1))
    .map(({ message: { id, type, body } }) => {
      const { data } = JSON.parse(body) as { readonly data: SentMessage['data'] };
      return { id, type, data };
    });
}
