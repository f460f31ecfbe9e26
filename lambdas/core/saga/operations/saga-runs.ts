import type { ItemKey, Put } from '../../ports/item-store.ts';
import type { StoredSaga } from '../stored-saga.ts';

/** Beginning of the sort keys of the runs that a fork has put away. */
export const runPrefix = 'saga-run#';

/** The write that keeps the state in which a run ended, before a fork begins the next one; refused when it is kept already. */
export function runArchive({ item, state, version }: StoredSaga): Put {
  return {
    kind: 'put',
    key: runKey(item.key, state.run),
    attributes: { run: state.run, status: state.status, version, state: JSON.stringify(state) },
    when: [{ item: 'absent' }],
  };
}

function runKey({ partition }: ItemKey, run: number): ItemKey {
  return { partition, sort: `${runPrefix}${String(run).padStart(6, '0')}` };
}
