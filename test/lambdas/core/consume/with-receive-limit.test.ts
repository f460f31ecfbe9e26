import { describe, expect, it } from '@jest/globals';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { type Outcome, ok, park, retry } from '../../../../lambdas/core/consume/outcome.ts';
import { withReceiveLimit } from '../../../../lambdas/core/consume/with-receive-limit.ts';
import { arriving } from '../../../support/commands.ts';
import { Noted, notedConsumer } from './deliveries.ts';

const message = arriving(Noted.of({ note: 'n' }));

function outcome(receiveCount: number, answer: () => Outcome): Promise<Outcome> {
  return withReceiveLimit(notedConsumer(answer), 3).handle(message, { deadline: 1, receiveCount });
}

describe('withReceiveLimit', () => {
  it.each([
    [2, retry('not yet')],
    [3, park('not yet')],
    [4, park('not yet')],
  ])('of 3 makes of a retry at delivery %i: %j', async (receiveCount, expected) => {
    expect(await outcome(receiveCount, () => retry('not yet'))).toEqual(expected);
  });

  it('leaves every other outcome as it is', async () => {
    expect(await outcome(3, ok)).toEqual(ok());
    expect(await outcome(1, () => park('never'))).toEqual(park('never'));
  });

  it('parks what throws at the last delivery, by the name of the error alone, and throws before', async () => {
    const failing = (cause: Error) => (): Outcome => {
      throw cause;
    };
    const down = new PipelineError('secret', { code: 'store-unavailable' });

    await expect(outcome(2, failing(down))).rejects.toBe(down);
    expect(await outcome(3, failing(down))).toEqual(park('failed 3 times, the last time by store-unavailable'));
    expect(await outcome(5, failing(new RangeError('secret')))).toEqual(
      park('failed 5 times, the last time by RangeError'),
    );
  });
});
