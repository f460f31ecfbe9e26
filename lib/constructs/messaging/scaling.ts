import type { EventSourceMappingOptions } from 'aws-cdk-lib/aws-lambda';
import { type Check, within } from '../checks/check.ts';

/** Least and most pollers of a provisioned mapping. */
export interface ProvisionedPollers {
  /** 2 to 200. */
  readonly min: number;
  /** 2 to 2000, at least `min`. */
  readonly max: number;
}

/**
 * How many batches of a queue are handled at once; the ways exclude each other.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export class Scaling {
  /** As many as Lambda finds right, up to 1250. */
  static standard(): Scaling {
    return new Scaling({}, []);
  }

  /** At most `limit` at once, 2 to 1000; unlike reserved concurrency it never burns receives. */
  static maxConcurrency(limit: number): Scaling {
    return new Scaling({ maxConcurrency: limit }, [
      within({
        what: 'maxConcurrency',
        value: limit,
        least: 2,
        most: 1000,
        remedy: 'choose 2 to 1000, or Scaling.standard()',
      }),
    ]);
  }

  /** Pollers of its own, at extra cost: for sudden peaks. */
  static provisioned({ min, max }: ProvisionedPollers): Scaling {
    return new Scaling({ provisionedPollerConfig: { minimumPollers: min, maximumPollers: max } }, [
      within({ what: 'pollers: min', value: min, least: 2, most: 200, remedy: 'choose 2 to 200' }),
      within({ what: 'pollers: max', value: max, least: 2, most: 2000, remedy: 'choose 2 to 2000' }),
      { holds: min <= max, must: `pollers: max must be at least min (${min})`, got: `${max}`, remedy: 'raise max' },
    ]);
  }

  readonly settings: EventSourceMappingOptions;
  readonly checks: readonly Check[];

  private constructor(settings: EventSourceMappingOptions, checks: readonly Check[]) {
    this.settings = settings;
    this.checks = checks;
  }
}
