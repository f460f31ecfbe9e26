import { describe, expect, it } from '@jest/globals';
import { publishOnce, publishedMessages } from '../../../bench/publish/publish.bench.ts';

describe('publishing messages of as many keys', () => {
  describe.each(['queue', 'topic'] as const)('to a %s', (home) => {
    it.each([
      [1, 1],
      [10, 1],
      [11, 2],
      [publishedMessages, publishedMessages / 10],
    ])(
      '%i take %i calls: a tenth, rounded up',
      async (messages, calls) => {
        expect((await publishOnce(home, messages)).calls).toBe(calls);
      },
      60_000,
    );
  });
});
