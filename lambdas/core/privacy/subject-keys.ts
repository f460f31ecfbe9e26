import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { KeyWrapping } from '../ports/key-wrapping.ts';
import type { SubjectKey, SubjectKeys } from '../ports/subject-keys.ts';
import { briefMemory } from './brief-memory.ts';
import { firstKey, keptKeyOf, subjectKeyItem } from './subject-item.ts';

/** Keys that a process has in memory at most. */
export const mostKeysInMemory = 500;

/** What keeping keys works with. */
export interface SubjectKeysDependencies {
  readonly items: Pick<ItemStore, 'get' | 'write'>;
  readonly wrapping: KeyWrapping;
  readonly clock: Clock;
  /** Milliseconds for which a process may go on with a key that it has in memory. @default 60 seconds */
  readonly memoryMs?: number;
}

/**
 * Keeps the keys of persons as items, wrapped under a master key.
 *
 * A key that is in memory costs no request; one that is not, a read and an unwrapping; a new one, a write too. What is
 * in memory is gone after `memoryMs`: so long a person who was forgotten elsewhere may still be remembered here.
 */
export function createSubjectKeys(dependencies: SubjectKeysDependencies): SubjectKeys {
  const memory = briefMemory<SubjectKey>({
    clock: dependencies.clock,
    lifeMs: dependencies.memoryMs ?? 60_000,
    most: mostKeysInMemory,
  });
  const find = (subject: string): Promise<SubjectKey> =>
    memory.recall(subject, () => found(dependencies, subject), isLasting);
  return {
    find,
    async keyFor(subject) {
      const key = await find(subject);
      return key.kind === 'absent'
        ? lasting(await memory.recall(subject, () => made(dependencies, subject), isLasting))
        : key;
    },
  };
}

/** Whether it stays as it is: where there is no key, there can be one the next moment. */
function isLasting({ kind }: SubjectKey): boolean {
  return kind !== 'absent';
}

async function found({ items, wrapping }: SubjectKeysDependencies, subject: string): Promise<SubjectKey> {
  const kept = keptKeyOf(await items.get(subjectKeyItem(subject)));
  return kept.kind === 'wrapped'
    ? { kind: 'key', bytes: await wrapping.unwrap(subject, kept.wrapped) }
    : { kind: kept.kind };
}

async function made({ items, wrapping }: SubjectKeysDependencies, subject: string): Promise<SubjectKey> {
  const { bytes, wrapped } = await wrapping.generate(subject);
  const result = await items.write(firstKey(subject, wrapped));
  if (result.ok) {
    return { kind: 'key', bytes };
  }
  const kept = keptKeyOf(result.current);
  return kept.kind === 'wrapped'
    ? { kind: 'key', bytes: await wrapping.unwrap(subject, kept.wrapped) }
    : { kind: kept.kind };
}

function lasting(key: SubjectKey): Exclude<SubjectKey, { readonly kind: 'absent' }> {
  if (key.kind === 'absent') {
    throw new PipelineError('the key of a person must be there once it was made, found none', {
      code: 'keys-unavailable',
    });
  }
  return key;
}
