/** How a client reaches a cluster and proves who it is. */
export interface KafkaConnection {
  /** Shown in the broker's logs and quotas. */
  readonly clientId: string;
  /** `host:port` of some brokers; the others are learnt from them. At least one. */
  readonly brokers: readonly string[];
  /** @default no TLS */
  readonly tls?: KafkaTls;
  /** @default no login */
  readonly sasl?: KafkaSasl;
}

/** Certificates as PEM; an empty object trusts what the machine trusts. */
export interface KafkaTls {
  /** Who signed the brokers' certificates. @default the authorities of the machine */
  readonly ca?: string;
  /** The client's own certificate and key, for mutual TLS. @default none */
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** How a client logs in: with a password, or with a token that is asked for anew whenever one is needed (MSK IAM). */
export type KafkaSasl =
  | {
      readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
      readonly username: string;
      readonly password: string;
    }
  | { readonly mechanism: 'OAUTHBEARER'; readonly token: () => Promise<string> };
