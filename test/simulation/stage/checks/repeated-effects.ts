import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import type { Commit } from '../ledger.ts';
import type { Stage } from '../stage.ts';

/** What one message made one item send twice. */
export function repeatedEffects({ ledger: { entries } }: Pick<Stage, 'ledger'>): readonly string[] {
  const seen = new Set<string>();
  return entries
    .filter((entry) => entry.kind === 'commit')
    .flatMap(effectsOf)
    .filter((effect) => seen.size === seen.add(effect).size)
    .map((effect) => `3. one message must have one effect, got again: ${effect}`);
}

function effectsOf({ change: { key, before, after } }: Commit): readonly string[] {
  const known = new Set(outboxEntries(before).map(({ position }) => position));
  return outboxEntries(after)
    .filter(({ position, message }) => !known.has(position) && causeOf(message.body) !== undefined)
    .map(
      ({ message: { type, body } }) => `${type}${stepIn(body)} of ${key.partition} because of ${causeOf(body) ?? ''}`,
    );
}

/** What people send of their own accord has none. */
function causeOf(body: string): string | undefined {
  const { causationid } = JSON.parse(body) as { readonly causationid?: string };
  return causationid;
}

/** Steps of a parallel group are begun by one message. */
function stepIn(body: string): string {
  const { data } = JSON.parse(body) as { readonly data?: { readonly step?: string } };
  return data?.step === undefined ? '' : ` ${data.step}`;
}
