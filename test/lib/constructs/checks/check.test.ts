import { describe, expect, it } from '@jest/globals';
import { Duration, Lazy, Token } from 'aws-cdk-lib/core';
import { secondsOf, within } from '../../../../lib/constructs/checks/check.ts';

const limits = { what: 'size', unit: 's', remedy: 'choose less' } as const;

describe('within', () => {
  it.each([
    [0, false],
    [1, true],
    [10, true],
    [11, false],
  ])('decides %d against 1 to 10 as %s', (value, holds) => {
    expect(within({ ...limits, value, least: 1, most: 10 }).holds).toBe(holds);
  });

  it('passes a value that is not set or not known before the deployment', () => {
    const token = Token.asNumber(Lazy.number({ produce: () => 99 }));

    expect(within({ ...limits, value: undefined, most: 10 }).holds).toBe(true);
    expect(within({ ...limits, value: token, most: 10 }).holds).toBe(true);
  });

  it.each([
    [{ least: 1, most: 10 }, 'size must be between 1 and 10 s'],
    [{ least: 1 }, 'size must be at least 1 s'],
    [{ most: 10 }, 'size must be at most 10 s'],
  ])('says the limits %j in words', (range, must) => {
    expect(within({ ...limits, value: 0, ...range }).must).toBe(must);
  });
});

describe('secondsOf', () => {
  it('gives the seconds of a known duration', () => {
    expect(secondsOf(Duration.minutes(2))).toBe(120);
  });

  it('gives undefined for no duration and for one that is not known before the deployment', () => {
    expect(secondsOf(undefined)).toBeUndefined();
    expect(secondsOf(Duration.seconds(Token.asNumber(Lazy.number({ produce: () => 1 }))))).toBeUndefined();
  });
});
