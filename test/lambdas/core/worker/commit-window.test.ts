import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCommitWindow } from '../../../../lambdas/core/worker/commit-window.ts';

/** Gaps between offsets, as compaction and transactions leave them, and the order in which the records finish. */
const histories = fc
  .array(fc.bigInt({ min: 1n, max: 5n }), { minLength: 1, maxLength: 40 })
  .map((gaps) => gaps.reduce<readonly bigint[]>((offsets, gap) => [...offsets, (offsets.at(-1) ?? 9n) + gap], []))
  .chain((offsets) => fc.tuple(fc.constant(offsets), fc.shuffledSubarray([...offsets])));

describe('commit window', () => {
  it('starts at the offset that it is given, with nothing held', () => {
    const window = createCommitWindow(7n);

    expect([window.position(), window.committable(), window.held()]).toEqual([7n, 7n, 0]);
  });

  it('failure mode 65: never commits past an unfinished record, whatever the order in which they finish', () => {
    fc.assert(
      fc.property(histories, ([offsets, finished]) => {
        const window = createCommitWindow(5n);
        offsets.forEach((offset) => window.deliver(offset));
        const open = new Set(offsets);

        for (const offset of finished) {
          window.done(offset);
          open.delete(offset);
          const expected = offsets.find((other) => open.has(other)) ?? (offsets.at(-1) ?? 0n) + 1n;
          expect(window.committable()).toBe(expected);
        }
      }),
    );
  });

  it('never goes back, and holds what a restart would run again', () => {
    fc.assert(
      fc.property(histories, ([offsets, finished]) => {
        const window = createCommitWindow(0n);
        let before = window.committable();
        offsets.forEach((offset) => window.deliver(offset));

        for (const offset of finished) {
          window.done(offset);
          expect(window.committable()).toBeGreaterThanOrEqual(before);
          before = window.committable();
          expect(window.held()).toBe(offsets.filter((other) => other >= before).length);
        }
      }),
    );
  });

  it('refuses a record that it was given before, so that a second fetch runs nothing twice', () => {
    const window = createCommitWindow(3n);

    expect([3n, 4n, 4n, 3n, 2n, 5n].map((offset) => window.deliver(offset))).toEqual([
      true,
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it('commits past offsets that no reader sees, once what lies below them is done', () => {
    const window = createCommitWindow(0n);
    window.deliver(2n);
    window.pass(9n);
    window.pass(4n);

    expect([window.position(), window.committable()]).toEqual([9n, 2n]);
    window.done(2n);

    expect(window.committable()).toBe(9n);
  });

  it('ignores what is done twice or was never delivered', () => {
    const window = createCommitWindow(0n);
    window.deliver(0n);
    window.deliver(1n);

    window.done(5n);
    window.done(0n);
    window.done(0n);

    expect([window.committable(), window.held()]).toEqual([1n, 1]);
  });
});
