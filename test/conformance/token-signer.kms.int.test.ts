import { CreateKeyCommand, type KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { expect, it } from '@jest/globals';
import { createKmsClient } from '../../lambdas/adapters/kms/kms-client.ts';
import { createKmsTokenSigner } from '../../lambdas/adapters/kms/kms-token-signer.ts';
import { tokenSignerConformance } from './token-signer-conformance.ts';

tokenSignerConformance('kms', async () => {
  const client = createKmsClient();
  const [mine, other] = [await newKey(client), await newKey(client)];
  return {
    signer: createKmsTokenSigner({ client, keyId: mine }),
    stranger: createKmsTokenSigner({ client, keyId: other }),
    close: async () => {
      for (const keyId of [mine, other]) {
        await client.send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: 7 }));
      }
      client.destroy();
    },
  };
});

it('says that the key cannot be used instead of calling a signature wrong', async () => {
  const client = createKmsClient();
  const signer = createKmsTokenSigner({ client, keyId: '00000000-0000-4000-8000-000000000000' });

  await expect(signer.sign('a')).rejects.toMatchObject({ code: 'store-unavailable', retryable: true });
  await expect(signer.verify('a', 'A'.repeat(43))).rejects.toMatchObject({ code: 'store-unavailable' });
  client.destroy();
});

async function newKey(client: KMSClient): Promise<string> {
  const { KeyMetadata: key } = await client.send(
    new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
  );
  return key?.KeyId ?? '';
}
