import { Function, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { type Check, secondsOf, within } from '../checks/check.ts';

/**
 * The row for a function that reads a broker: 14 minutes at most; passes one that was not made in this app.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 */
export function brokerTimeoutCheck(handler: IFunction): Check {
  return within({
    what: 'the timeout of the handler',
    value: secondsOf(handler instanceof Function ? handler.timeout : undefined),
    least: 1,
    most: 840,
    unit: 's',
    remedy: 'choose 1 to 840 seconds',
  });
}
