import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { OperatedSaga, Sagas } from './sagas.ts';

/**
 * The saga that has a key; undefined when none has.
 *
 * @throws PipelineError `input-invalid` when several have it and none is named, or when the name is that of no saga.
 */
export async function sagaOfKey(
  sagas: Pick<Sagas, 'all'>,
  key: string,
  name: string | undefined,
): Promise<OperatedSaga | undefined> {
  const candidates = name === undefined ? sagas.all : [sagaNamed(sagas, name)];
  const found: OperatedSaga[] = [];
  for (const candidate of candidates) {
    if (await candidate.operations.has(key)) {
      found.push(candidate);
    }
  }
  if (found.length > 1) {
    throw new PipelineError(`--saga must say which one is meant of ${found.map((one) => one.name).join(', ')}`, {
      code: 'input-invalid',
    });
  }
  return found[0];
}

/** @throws PipelineError `input-invalid` naming the sagas there are. */
export function sagaNamed({ all }: Pick<Sagas, 'all'>, name: string): OperatedSaga {
  const found = all.find((one) => one.name === name);
  if (found === undefined) {
    const known = all.map((one) => one.name).join(', ');
    throw new PipelineError(`a saga must be one of ${known}, got "${name}"`, { code: 'input-invalid' });
  }
  return found;
}
