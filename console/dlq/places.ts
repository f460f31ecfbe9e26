import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { LetterPlace, LetterQueue, Operations } from './operations.ts';

/** Every place where dead letters are kept. */
export function allPlaces({ queues, relay }: Operations): readonly LetterPlace[] {
  return relay === undefined ? queues : [...queues, relay];
}

/** @throws PipelineError `input-invalid` naming the places there are. */
export function placeNamed(operations: Operations, name: string): LetterPlace {
  return named(allPlaces(operations), name);
}

/** @throws PipelineError `input-invalid` naming the queues there are. */
export function queueNamed({ queues }: Operations, name: string): LetterQueue {
  return named(queues, name);
}

function named<Place extends LetterPlace>(places: readonly Place[], name: string): Place {
  const found = places.find((place) => place.name === name);
  if (found === undefined) {
    const known = places.map((place) => place.name).join(', ');
    throw new PipelineError(`a queue with dead letters must be one of ${known}, got "${name}"`, {
      code: 'input-invalid',
    });
  }
  return found;
}
