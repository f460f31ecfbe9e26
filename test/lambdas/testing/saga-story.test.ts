import { describe, expect, it } from '@jest/globals';
import { everyCrash } from '../../../lambdas/testing/every-crash.ts';
import { sagaStory } from '../../../lambdas/testing/saga-story.ts';
import type { SagaStory } from '../../../lambdas/testing/story-script.ts';
import {
  BicycleNotSold,
  BicycleOrdered,
  FrameRefused,
  FrameReserved,
  MixPaint,
  PaintMixed,
  ReleaseFrame,
  ReserveFrame,
} from '../../docs/bicycle/bicycle-messages.ts';
import { makeBicycle } from '../../docs/bicycle/bicycle-saga.ts';

const bicycle = 'b1';
const refused = FrameRefused.of({ bicycle, reason: 'sold out' });
const begun = (): SagaStory => sagaStory(makeBicycle).given(BicycleOrdered.of({ bicycle, price: 900 }));

describe('a story of a saga fails when', () => {
  it.each<readonly [string, () => unknown, RegExp]>([
    ['another message is sent', () => begun().expects(ReleaseFrame), /must send what is expected/],
    ['nothing was expected', () => begun().expects(), /must send what is expected/],
    ['more was expected', () => begun().expects(ReserveFrame, MixPaint), /must send what is expected/],
    ['the data is other data', () => begun().expects(ReserveFrame.of({ bicycle: 'b2' })), /must send what is expected/],
    ['a message moves nothing', () => begun().when(PaintMixed.of({ bicycle })), /paint.mixed must move the saga, but/],
    ['what is ignored moves it', () => begun().ignores(BicycleOrdered.of({ bicycle, price: 1 }), /ended/), /ended/],
    ['the status is another', () => begun().is('waiting'), /waiting/],
    ['it has not ended', () => begun().ends('running', ReserveFrame), /that is running has not ended/],
    ['it ended in another way', () => begun().when(refused).ends('cancelled', BicycleNotSold), /cancelled/],
  ])('%s', (_, story, message) => {
    expect(story).toThrow(message);
  });
});

describe('a story that is told again', () => {
  it('fails when the consumer comes to another end', async () => {
    const story = begun().when(refused).ends('compensated', BicycleNotSold);
    const forged = { ...story, state: { ...story.state, undone: ['frame'] } };

    await expect(everyCrash(forged)).rejects.toThrow(/must end the same undisturbed/);
  });

  it('fails when the consumer sent something else', async () => {
    const story = begun().when(refused).ends('compensated', BicycleNotSold);

    await expect(everyCrash({ ...story, sent: [] })).rejects.toThrow(/must end the same undisturbed/);
  });

  it('counts its requests: one for the start, two for each message', async () => {
    const story = begun().when(refused).ends('compensated', BicycleNotSold);

    expect(await everyCrash(story)).toEqual({ requests: 3, runs: 8 });
  });

  it('can branch: each part of a story is a value', () => {
    const start = begun();

    start.when(FrameReserved.of({ bicycle, frame: 'f7' })).is('running');
    start.when(refused).ends('compensated', BicycleNotSold);
  });
});
