import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import type { PayloadSource } from '../../core/payload/whole-envelope.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { ItemStore } from '../../core/ports/item-store.ts';
import type { KeyWrapping } from '../../core/ports/key-wrapping.ts';
import type { Payloads } from '../../core/ports/payloads.ts';
import { type PersonalSeal, createPersonalSeal } from '../../core/privacy/personal-seal.ts';
import { createSubjectKeys } from '../../core/privacy/subject-keys.ts';
import { aesCipher } from '../crypto/aes-cipher.ts';
import { sha256Fingerprint } from '../system/sha256-fingerprint.ts';
import { readEnvironment } from './read-environment.ts';

/** What seals personal data in a function. */
export interface PersonalHost {
  readonly personal: PersonalSeal;
}

/**
 * The seal of a pipeline's personal data, over keys in `items` (the event table) under the pipeline's key of KMS; empty
 * when the pipeline seals none.
 *
 * @throws PipelineError `environment-invalid` when the id of the key is missing.
 */
export function personalHost(
  { personalData }: PipelineDefinition,
  ports: { readonly items: Pick<ItemStore, 'get' | 'write'>; readonly clock: Clock },
): Partial<PersonalHost> {
  if (personalData === undefined) {
    return {};
  }
  const { keyId } = readEnvironment({ keyId: environmentVariables.personalDataKey });
  const memoryMs = personalData.keyMemorySeconds * 1000;
  const keys = createSubjectKeys({ ...ports, wrapping: lazyWrapping(keyId), memoryMs });
  return { personal: createPersonalSeal({ keys, cipher: aesCipher, fingerprint: sha256Fingerprint }) };
}

/** Where a reader finds data that is kept elsewhere, and what opens data that is sealed. */
export function payloadSource({
  payloads,
  personal,
}: {
  readonly payloads?: Payloads;
  readonly personal?: PersonalSeal;
}): PayloadSource {
  return { ...payloads, ...(personal && { personal }) };
}

/** A function whose batches meet nothing personal need not load the client of KMS. */
function lazyWrapping(keyId: string): KeyWrapping {
  let opened: Promise<KeyWrapping> | undefined;
  const wrapping = (): Promise<KeyWrapping> => (opened ??= open(keyId));
  return {
    generate: async (subject) => (await wrapping()).generate(subject),
    unwrap: async (subject, wrapped) => (await wrapping()).unwrap(subject, wrapped),
  };
}

async function open(keyId: string): Promise<KeyWrapping> {
  const { openKeyWrapping } = await import('../kms/open-key-wrapping.ts');
  return openKeyWrapping(keyId);
}
