import type { Clock } from '../../core/ports/clock.ts';
import { type AwsCredentials, presignedQuery } from '../system/presigned-query.ts';

/** What tokens are made of. */
export interface MskTokenDependencies {
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  readonly clock: Clock;
}

/** Seconds for which a token opens a connection. */
export const mskTokenSeconds = 900;

/**
 * Makes the source of tokens for a cluster of MSK that knows its clients by IAM: a signed request that is never sent.
 *
 * A token is made for each call; give it to a connection as the token of `OAUTHBEARER`.
 *
 * Source: https://docs.aws.amazon.com/msk/latest/developerguide/configure-clients-for-iam-access-control.html
 */
export function createMskToken({ region, credentials, clock }: MskTokenDependencies): () => Promise<string> {
  const host = `kafka.${region}.amazonaws.com`;
  return async () => {
    const query = presignedQuery({
      ...{ service: 'kafka-cluster', region, host, seconds: mskTokenSeconds },
      parameters: { Action: 'kafka-cluster:Connect' },
      credentials: await credentials(),
      date: new Date(clock.now()),
    });
    return Buffer.from(`https://${host}/?${query}&User-Agent=cdk-event-pipeline`).toString('base64url');
  };
}
