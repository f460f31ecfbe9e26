import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { Timers } from '../../lambdas/core/ports/timers.ts';

/** A clock with its timers, and what lets time pass for both. */
export interface OpenTimers {
  readonly clock: Clock;
  readonly timers: Timers;
  pass(milliseconds: number): void;
  close(): void;
}

/** What timers must do under every adapter. */
export function timersConformance(name: string, open: () => OpenTimers): void {
  describe(`timers (${name})`, () => {
    let at: OpenTimers;
    let ran: string[];
    const run = (what: string) => (): void => {
      ran.push(what);
    };

    beforeEach(() => {
      at = open();
      ran = [];
    });
    afterEach(() => {
      at.close();
    });

    it('run once, at their time and not a millisecond before', () => {
      at.timers.at(at.clock.now() + 1000, run('a'));

      at.pass(999);
      expect(ran).toEqual([]);
      at.pass(1);
      expect(ran).toEqual(['a']);
      at.pass(100_000);
      expect(ran).toEqual(['a']);
    });

    it('run in the order of their times, whatever the order in which they were set', () => {
      const now = at.clock.now();
      at.timers.at(now + 30, run('c'));
      at.timers.at(now + 10, run('a'));
      at.timers.at(now + 20, run('b'));

      at.pass(50);

      expect(ran).toEqual(['a', 'b', 'c']);
    });

    it('do not run before whoever set them goes on, and then soon when their time is past', () => {
      at.timers.at(at.clock.now() - 5000, run('late'));

      expect(ran).toEqual([]);
      at.pass(1);
      expect(ran).toEqual(['late']);
    });

    it('do not run when they are taken back; taking back again, or after they ran, is no error', () => {
      const back = at.timers.at(at.clock.now() + 10, run('never'));
      const done = at.timers.at(at.clock.now() + 5, run('once'));

      back();
      back();
      at.pass(20);
      done();

      expect(ran).toEqual(['once']);
    });

    it('see the clock at their time', () => {
      const due = at.clock.now() + 10;
      at.timers.at(due, () => ran.push(String(at.clock.now() - due)));

      at.pass(1000);

      expect(ran).toEqual(['0']);
    });

    it('may set another one', () => {
      at.timers.at(at.clock.now() + 10, () => {
        at.timers.at(at.clock.now() + 10, run('second'));
      });

      at.pass(10);
      expect(ran).toEqual([]);
      at.pass(10);
      expect(ran).toEqual(['second']);
    });
  });
}
