import type { Stage } from '../stage.ts';
import { leaseBreaches } from './lease-breaches.ts';
import { orderBreaches } from './order-breaches.ts';
import { publicationBreaches } from './publication-breaches.ts';
import { repeatedEffects } from './repeated-effects.ts';

/** What only the history of a run shows, ended or not; `outside` are the roles that send what nothing has committed. */
export function historyBreaches(
  stage: Pick<Stage, 'ledger' | 'definition'>,
  outside: ReadonlySet<string>,
): readonly string[] {
  return [
    ...leaseBreaches(stage),
    ...publicationBreaches(stage, outside),
    ...orderBreaches(stage),
    ...repeatedEffects(stage),
  ];
}
