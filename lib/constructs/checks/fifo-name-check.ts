import { Token } from 'aws-cdk-lib/core';
import type { Check } from './check.ts';

/** The row for a physical name: SQS and SNS tell FIFO from standard by the suffix `.fifo`. */
export function fifoNameCheck(what: string, name: string | undefined, fifo: boolean): Check {
  return {
    holds: name === undefined || Token.isUnresolved(name) || name.endsWith('.fifo') === fifo,
    must: `${what} must ${fifo ? 'end' : 'not end'} in ".fifo"`,
    got: `"${name ?? ''}"`,
    remedy: 'make the name and fifo agree',
  };
}

/** The word for a kind of queue or topic. */
export function kindOf(fifo: boolean): 'FIFO' | 'standard' {
  return fifo ? 'FIFO' : 'standard';
}
