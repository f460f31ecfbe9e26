import { type Check, within } from '../checks/check.ts';

/** Least and most pollers of a mapping. */
export interface PollerRange {
  /** 1 to 200. */
  readonly min: number;
  /** 1 to 2000, at least `min`. */
  readonly max: number;
}

/**
 * Who reads a topic on behalf of a function.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html
 */
export class KafkaPollers {
  /** Pollers of the mapping's own: they need no endpoints in the network, and give up on a record that keeps failing. */
  static provisioned({ min, max }: PollerRange): KafkaPollers {
    return new KafkaPollers({ minimumPollers: min, maximumPollers: max }, [
      within({ what: 'pollers: min', value: min, least: 1, most: 200, remedy: 'choose 1 to 200' }),
      within({ what: 'pollers: max', value: max, least: 1, most: 2000, remedy: 'choose 1 to 2000' }),
      { holds: min <= max, must: `pollers: max must be at least min (${min})`, got: `${max}`, remedy: 'raise max' },
    ]);
  }

  /**
   * Pollers that all mappings share, at no extra cost: a record that fails is retried until the topic forgets it, and the
   * partition waits. The network needs endpoints of Lambda, STS and, with a secret, Secrets Manager, or a NAT gateway.
   */
  static onDemand(): KafkaPollers {
    return new KafkaPollers(undefined, []);
  }

  /** Undefined for those on demand. */
  readonly config: { readonly minimumPollers: number; readonly maximumPollers: number } | undefined;
  readonly checks: readonly Check[];

  private constructor(config: KafkaPollers['config'], checks: readonly Check[]) {
    this.config = config;
    this.checks = checks;
  }
}
