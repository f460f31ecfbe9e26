import { describe, expect, it } from '@jest/globals';
import { createDeduplicationWindow } from '../../../../../lambdas/adapters/memory/broker/deduplication-window.ts';
import { createVirtualClock } from '../../../../../lambdas/adapters/memory/clock/virtual-clock.ts';

const minutes = 60_000;

describe('createDeduplicationWindow', () => {
  it.each([
    [0, false],
    [5 * minutes - 1, false],
    [5 * minutes, true],
  ])('failure mode 4: admits an id again only after five minutes (%i ms later: %s)', (later, admitted) => {
    const clock = createVirtualClock(0);
    const window = createDeduplicationWindow(clock);
    expect(window.admits('a')).toBe(true);

    clock.advance(later);

    expect(window.admits('a')).toBe(admitted);
  });

  it('counts from the first time an id came, not from the last', () => {
    const clock = createVirtualClock(0);
    const window = createDeduplicationWindow(clock);
    window.admits('a');
    clock.advance(3 * minutes);
    expect(window.admits('a')).toBe(false);

    clock.advance(2 * minutes);

    expect(window.admits('a')).toBe(true);
  });
});
