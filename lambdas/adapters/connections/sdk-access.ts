import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { promptService } from '../system/prompt-service.ts';
import type { AwsCredentials } from '../system/presigned-query.ts';

/** What connections need of AWS: secrets, and who the process is. */
export interface AwsAccess {
  /** The text of a secret; throws what the client throws. */
  secretText(arn: string): Promise<string>;
  credentials(): Promise<AwsCredentials>;
  region(): Promise<string>;
}

/** Makes access to AWS with a client of its own. */
export function openSdkAccess(client = new SecretsManagerClient(promptService)): AwsAccess {
  return {
    secretText: async (arn) => {
      const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
      if (text === undefined) {
        throw new PipelineError('a secret must hold text, got bytes', { code: 'environment-invalid' });
      }
      return text;
    },
    credentials: () => client.config.credentials(),
    region: () => client.config.region(),
  };
}
