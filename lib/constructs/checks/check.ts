import { type Duration, Token } from 'aws-cdk-lib/core';

/** One row of a construct's table of checks: what must hold, what came instead, and what to do about it. */
export interface Check {
  readonly holds: boolean;
  readonly must: string;
  readonly got: string;
  readonly remedy: string;
}

/** A number and the limits it must keep. */
export interface Limits {
  /** Name of the setting. */
  readonly what: string;
  /** Undefined or an unresolved token: not checked. */
  readonly value: number | undefined;
  /** @default no lower limit */
  readonly least?: number | undefined;
  /** @default no upper limit */
  readonly most?: number | undefined;
  /** @default none */
  readonly unit?: string;
  readonly remedy: string;
}

/** The row for a number within limits, both ends included. */
export function within({ what, value, least = -Infinity, most = Infinity, unit = '', remedy }: Limits): Check {
  const known = value !== undefined && !Token.isUnresolved(value);
  const text = (number: number): string => (unit === '' ? `${number}` : `${number} ${unit}`);
  return {
    holds: !known || (value >= least && value <= most),
    must: `${what} must be ${rangeText(least, most, text)}`,
    got: text(value ?? NaN),
    remedy,
  };
}

/** Seconds of a duration, or undefined when they are not known before the deployment. */
export function secondsOf(duration: Duration | undefined): number | undefined {
  return duration === undefined || duration.isUnresolved() ? undefined : duration.toSeconds();
}

function rangeText(least: number, most: number, text: (number: number) => string): string {
  if (most === Infinity) {
    return `at least ${text(least)}`;
  }
  return least === -Infinity ? `at most ${text(most)}` : `between ${least} and ${text(most)}`;
}
