import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

/** How the pollers of a mapping say who they are: one row of `SourceAccessConfigurations`, with its secret. */
export class KafkaAuth {
  /** The function's own role; MSK alone, and what a serverless cluster asks for. */
  static iam(): KafkaAuth {
    return new KafkaAuth('iam');
  }

  /**
   * A user and a password, SCRAM-SHA-512, from a secret with `username` and `password`.
   *
   * `key` is the customer's key that encrypts the secret; MSK takes no secret without one.
   *
   * Source: https://docs.aws.amazon.com/lambda/latest/dg/kafka-cluster-auth.html
   */
  static scram(secret: ISecret, key?: IKey): KafkaAuth {
    return new KafkaAuth('scram', { type: 'SASL_SCRAM_512_AUTH', secret, key });
  }

  /** A certificate of the client, from a secret with `certificate`, `privateKey` and, if it has one, its password. */
  static mtls(secret: ISecret, key?: IKey): KafkaAuth {
    return new KafkaAuth('mtls', { type: 'CLIENT_CERTIFICATE_TLS_AUTH', secret, key });
  }

  /** Nothing: only for brokers of one's own that the network alone protects. */
  static none(): KafkaAuth {
    return new KafkaAuth('none');
  }

  readonly name: 'iam' | 'scram' | 'mtls' | 'none';
  private readonly proof: Proof | undefined;

  private constructor(name: KafkaAuth['name'], proof?: Proof) {
    this.name = name;
    this.proof = proof;
  }

  /** The row of the mapping; none for a role, or for nobody. */
  get access(): readonly KafkaAccessRow[] {
    return this.proof === undefined ? [] : [{ type: this.proof.type, uri: this.proof.secret.secretArn }];
  }

  /** Lets a function's role read the secret, and decrypt it. */
  grantRead(grantee: IGrantable): void {
    this.proof?.secret.grantRead(grantee);
    this.proof?.key?.grantDecrypt(grantee);
  }
}

/** One way into a cluster, or one part of it, as a mapping names it. */
export interface KafkaAccessRow {
  readonly type: string;
  readonly uri: string;
}

interface Proof {
  readonly type: string;
  readonly secret: ISecret;
  readonly key: IKey | undefined;
}
