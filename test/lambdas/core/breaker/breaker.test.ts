import { describe, expect, it } from '@jest/globals';
import { circuitBreaker } from '../../../../lambdas/contracts/definition/circuit-breaker.ts';
import {
  type Breaker,
  afterFailures,
  breakerAt,
  freshBreaker,
  heldUntil,
} from '../../../../lambdas/core/breaker/breaker.ts';

const policy = circuitBreaker({ entry: 'guard.ts' });
const start = Date.UTC(2026, 0, 1);
const at = (seconds: number): number => start + seconds * 1000;
const fresh = freshBreaker(start, policy);
const failing = (breaker: Breaker, tokens: number, seconds: number): Breaker =>
  afterFailures(breaker, { tokens, handled: 0, now: at(seconds) }, policy);
const opened = failing(fresh, 20, 0);

describe('a closed breaker', () => {
  it.each([
    [19, 'closed'],
    [20, 'open'],
    [21, 'open'],
  ])('of 20 tokens is, when %i are taken at once, %s', (tokens, state) => {
    expect(failing(fresh, tokens, 0).state).toBe(state);
  });

  it('gets back five tokens a minute, and never more than it may have', () => {
    const once = failing(fresh, 19, 0);

    expect(breakerAt(once, at(60), policy).tokens).toBe(6);
    expect(breakerAt(once, at(3600), policy).tokens).toBe(20);
  });

  it('takes nothing away when the clock of another host is ahead', () => {
    expect(breakerAt(failing(fresh, 5, 10), at(0), policy).tokens).toBe(15);
  });

  it.each([
    [5, 'closed'],
    [6, 'open'],
  ])('stays closed while handled records pay for failures: of 31 tries, %i failed at a time: %s', (failed, state) => {
    let breaker = fresh;
    for (let round = 0; round < 100; round += 1) {
      breaker = afterFailures(breaker, { tokens: failed, handled: 31 - failed, now: at(round) }, policy);
    }

    expect(breaker.state).toBe(state);
  });

  it('is not opened by one message on its way to the dead letters', () => {
    const end = [1, 2, 3, 4, 5].reduce((breaker, tokens) => failing(breaker, tokens, 0), fresh);

    expect(end.state).toBe('closed');
  });
});

describe('an open breaker', () => {
  it('holds until its cool-down ends, whatever fails meanwhile', () => {
    expect(heldUntil(opened, at(119))).toBe(at(120));
    expect(heldUntil(opened, at(120))).toBeUndefined();
    expect(failing(opened, 100, 119)).toBe(opened);
  });

  it('is on trial when the cool-down has ended, and closed when five minutes passed without a failure', () => {
    expect(breakerAt(opened, at(120), policy)).toMatchObject({ state: 'half-open', tokens: 3 });
    expect(breakerAt(opened, at(419), policy).state).toBe('half-open');
    expect(breakerAt(opened, at(420), policy)).toMatchObject({ state: 'closed', since: at(420), tokens: 20 });
  });

  it('stays on trial while single failures go on', () => {
    const trial = failing(opened, 1, 300);

    expect(breakerAt(trial, at(599), policy).state).toBe('half-open');
    expect(breakerAt(trial, at(600), policy).state).toBe('closed');
  });

  it('opens again for twice as long when the trial fails, up to the longest cool-down', () => {
    const rests: number[] = [];
    let breaker = opened;
    for (let round = 0; round < 5; round += 1) {
      rests.push((breaker.until - breaker.since) / 1000);
      breaker = failing(breaker, 3, (breaker.until - start) / 1000);
    }

    expect(rests).toEqual([120, 240, 480, 900, 900]);
  });

  it.each([
    [900, 2],
    [901, 1],
  ])('that opens %i seconds after its last cool-down has opened %i time(s) in a row', (seconds, openings) => {
    expect(failing(opened, 20, 120 + seconds).openings).toBe(openings);
  });
});
