import { describe, expect, it } from '@jest/globals';
import { createWaitingLine } from '../../../../../lambdas/adapters/memory/broker/waiting-line.ts';

describe('createWaitingLine', () => {
  it('serves in the order of coming, across every cut', () => {
    const line = createWaitingLine<number>();
    const served: (number | undefined)[] = [];
    for (let index = 0; index < 5000; index += 1) {
      line.add(index);
      if (index % 3 !== 0) {
        served.push(line.shift());
      }
    }
    while (line.first() !== undefined) {
      served.push(line.shift());
    }

    expect(served).toEqual(Array.from({ length: 5000 }, (_, index) => index));
  });

  it('answers nothing when it is empty, and works afterwards', () => {
    const line = createWaitingLine<string>();

    expect(line.shift()).toBeUndefined();
    expect(line.first()).toBeUndefined();
    line.add('a');
    expect(line.first()).toBe('a');
    expect(line.shift()).toBe('a');
    expect(line.shift()).toBeUndefined();
  });
});
