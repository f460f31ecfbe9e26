import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createVirtualClock } from '../../../../../lambdas/adapters/memory/clock/virtual-clock.ts';

const start = 1000;

describe('createVirtualClock', () => {
  it('stands still until it is moved', () => {
    const clock = createVirtualClock(start);

    expect(clock.now()).toBe(start);
    clock.advance(0);
    expect(clock.now()).toBe(start);
    clock.advance(1.5);
    expect(clock.now()).toBe(start + 1.5);
  });

  it('runs the timers that fall due, each at its own time, those of one time in the order of setting', () => {
    const clock = createVirtualClock(start);
    const ran: string[] = [];
    for (const [name, time] of Object.entries({ late: 1030, b: 1020, c: 1020, a: 1010, past: 1, never: 1031 })) {
      clock.at(time, () => ran.push(`${name}@${clock.now()}`));
    }

    clock.advance(30);

    expect(ran).toEqual(['past@1000', 'a@1010', 'b@1020', 'c@1020', 'late@1030']);
    expect(clock.now()).toBe(1030);
    expect(clock.nextTimerAt()).toBe(1031);
  });

  it('runs a timer that a timer sets, when it is due by the end', () => {
    const clock = createVirtualClock(start);
    const ran: number[] = [];
    const again = (): void => {
      ran.push(clock.now());
      clock.at(clock.now() + 10, again);
    };
    clock.at(start + 10, again);

    clock.advance(35);

    expect(ran).toEqual([1010, 1020, 1030]);
    expect(clock.nextTimerAt()).toBe(1040);
  });

  it('does not run a timer that was taken back, or one twice', () => {
    const clock = createVirtualClock(start);
    const ran: string[] = [];
    const takeBack = clock.at(1010, () => ran.push('taken back'));
    clock.at(1010, () => ran.push('kept'));

    takeBack();
    takeBack();
    clock.advance(10);
    clock.advance(10);

    expect(ran).toEqual(['kept']);
    expect(clock.nextTimerAt()).toBeUndefined();
  });

  it('stops at the time of a timer that throws and goes on from there', () => {
    const clock = createVirtualClock(start);
    const ran: number[] = [];
    clock.at(1010, () => {
      throw new RangeError('no');
    });
    clock.at(1020, () => ran.push(clock.now()));

    expect(() => {
      clock.advance(50);
    }).toThrow('no');
    expect(clock.now()).toBe(1010);
    clock.advance(10);
    expect(ran).toEqual([1020]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('rejects an advance by %d', (milliseconds) => {
    expect(() => {
      createVirtualClock(start).advance(milliseconds);
    }).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  });

  it('runs any timers in order of time, then of setting, whichever are taken back', () => {
    const timers = fc.array(fc.record({ time: fc.integer({ min: 0, max: 20 }), takenBack: fc.boolean() }));
    fc.assert(
      fc.property(timers, (set) => {
        const clock = createVirtualClock(0);
        const ran: number[] = [];
        const takeBacks = set.map(({ time }, index) => clock.at(time, () => ran.push(index)));
        for (const [index, { takenBack }] of set.entries()) {
          if (takenBack) {
            takeBacks[index]?.();
          }
        }

        clock.advance(20);

        const expected = set
          .map(({ time, takenBack }, index) => ({ time, takenBack, index }))
          .filter(({ takenBack }) => !takenBack)
          .sort((one, other) => one.time - other.time || one.index - other.index)
          .map(({ index }) => index);
        expect(ran).toEqual(expected);
      }),
    );
  });
});
