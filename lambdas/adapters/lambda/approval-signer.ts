import { environmentVariables } from '../../contracts/environment-variables.ts';
import type { TokenSigner } from '../../core/ports/token-signer.ts';
import { createKmsClient } from '../kms/kms-client.ts';
import { createKmsTokenSigner } from '../kms/kms-token-signer.ts';
import { readEnvironment } from './read-environment.ts';

/**
 * The signer of the tokens of approvals, with the key that the environment names; a handler chooses it by naming it, so
 * that only its bundle has the client of the keys.
 *
 * @throws PipelineError `environment-invalid` when no key is named.
 */
export function approvalSigner(): TokenSigner {
  const { keyId } = readEnvironment({ keyId: environmentVariables.approvalKey });
  return createKmsTokenSigner({ client: createKmsClient(), keyId });
}
