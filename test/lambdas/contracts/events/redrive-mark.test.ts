import { describe, expect, it } from '@jest/globals';
import { redriveMark, redriveText } from '../../../../lambdas/contracts/events/redrive-mark.ts';

describe('the mark of a redrive', () => {
  it('survives as the text of an attribute', () => {
    const mark = { token: 't-1', letter: 'a1b2', position: 12, previous: 11 };

    expect(redriveMark(redriveText(mark))).toEqual(mark);
  });

  it.each(['', 't', 't 1 2', 't one 2 a', 't 1 -2 a', 't 1 2 a b', ' 1 2 a'])('is not read out of %j', (text) => {
    expect(redriveMark(text)).toBeUndefined();
  });
});
