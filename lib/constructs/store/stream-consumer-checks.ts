import { type Check, secondsOf, within } from '../checks/check.ts';
import { withDefaults } from '../with-defaults.ts';
import { streamConsumerDefaults } from './stream-consumer-defaults.ts';
import type { StreamConsumerProps } from './stream-consumer-props.ts';

/**
 * The table of checks of a `StreamConsumer`; unresolved tokens pass.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
 */
export function streamConsumerChecks(props: StreamConsumerProps): readonly Check[] {
  const settings = withDefaults(props, streamConsumerDefaults);
  const { batchSize, batchWindow, retryAttempts, maxRecordAge, parallelizationFactor, eventNames } = settings;
  const count = (what: string, value: number, [least, most]: readonly [number, number]): Check =>
    within({ what, value, least, most, remedy: `choose ${least} to ${most}` });
  return [
    count('batchSize', batchSize, [1, 1000]),
    count('retryAttempts', retryAttempts, [0, 10_000]),
    count('parallelizationFactor', parallelizationFactor, [1, 10]),
    within({
      what: 'batchWindow',
      value: secondsOf(batchWindow),
      least: 0,
      most: 300,
      unit: 's',
      remedy: 'choose 0 to 300 seconds',
    }),
    within({
      what: 'maxRecordAge',
      value: secondsOf(maxRecordAge),
      least: 60,
      most: 86_400,
      unit: 's',
      remedy: 'choose 1 minute to 24 hours: the stream keeps no more',
    }),
    {
      holds: eventNames.length > 0,
      must: 'eventNames must name a kind of change',
      got: 'none',
      remedy: 'leave it out to read INSERT and MODIFY',
    },
  ];
}
