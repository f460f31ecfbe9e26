import { describe, expect, it } from '@jest/globals';
import { everyCrash } from '../../../../lambdas/testing/every-crash.ts';
import { sagaStory } from '../../../../lambdas/testing/saga-story.ts';
import type { SagaStory, ToldStory } from '../../../../lambdas/testing/story-script.ts';
import {
  BicycleBuilt,
  BicycleFetched,
  BicycleNotSold,
  BicycleOrdered,
  BicycleSold,
  BuildBicycle,
  BuildRefused,
  FrameKept,
  FrameReleased,
  FrameReserved,
  InvoiceSent,
  OrderWithdrawn,
  PaintMixed,
  PaintRefused,
  PourAway,
  PouredAway,
  ReleaseFrame,
  ReserveFrame,
  ReturnWheels,
  ReviewAsked,
  SendInvoice,
  WheelsRefused,
  WheelsReturned,
} from '../../../docs/bicycle/bicycle-messages.ts';
import { makeBicycle } from '../../../docs/bicycle/bicycle-saga.ts';
import { built, committed, framed, gathered, ordered } from '../../../docs/bicycle/told.ts';

const bicycle = 'b1';
const reason = 'no';
const framePresent = FrameReserved.of({ bicycle, frame: 'f7' });
const paintMixed = PaintMixed.of({ bicycle });
const released = FrameReleased.of({ bicycle });
const fetched = BicycleFetched.of({ bicycle, by: 'ann' });
const failed = BicycleNotSold.of({ bicycle, reason });

/** A story, and the same with a crash at every request and every message twice. */
async function survives(story: ToldStory): Promise<ToldStory['state']> {
  const { requests, runs } = await everyCrash(story);
  expect(runs).toBe(2 * requests + 2);
  return story.state;
}

describe('steps side by side', () => {
  it('are all begun at once, and the next stage waits for all of them', async () => {
    const { results } = await survives(
      built()
        .when(fetched)
        .expects(SendInvoice.of({ bicycle, to: 'ann' }))
        .when(InvoiceSent.of({ bicycle }))
        .ends('completed', BicycleSold),
    );

    expect(results).toMatchObject({
      wheels: { spokes: 36 },
      review: { decision: 'not needed' },
      fetched: { by: 'ann' },
    });
  });

  it('failure mode 47: when one fails, waits for the other and undoes that one, then what was before, in reverse', async () => {
    const { undone, refused } = await survives(
      framed()
        .when(WheelsRefused.of({ bicycle, reason }))
        .expects()
        .is('compensating')
        .when(paintMixed)
        .expects(PourAway)
        .when(PouredAway.of({ bicycle }))
        .expects(ReleaseFrame)
        .when(released)
        .ends('compensated', failed),
    );

    expect([undone, refused]).toEqual([['paint', 'frame'], ['wheels']]);
  });

  it('failure mode 47: when both refuse, undoes neither', async () => {
    const { undone } = await survives(
      framed()
        .when(WheelsRefused.of({ bicycle, reason }), PaintRefused.of({ bicycle, reason: 'later' }))
        .expects(ReleaseFrame)
        .when(released)
        .ends('compensated', failed),
    );

    expect(undone).toEqual(['frame']);
  });

  it('failure modes 42 and 47: undoes one whose outcome is not known when the other has failed', async () => {
    const { undone } = await survives(
      framed()
        .when(WheelsRefused.of({ bicycle, reason }))
        .after({ minutes: 15 })
        .expects(PourAway)
        .when(PouredAway.of({ bicycle }))
        .expects(ReleaseFrame)
        .when(released)
        .ends('compensated', failed),
    );

    expect(undone).toEqual(['paint', 'frame']);
  });
});

describe('a step without a reply', () => {
  it('is sent again with another id, and the reply to any attempt counts', () => {
    const first = ordered().after({ minutes: 10 }).expects(ReserveFrame);

    first.when(framePresent).is('running');
  });

  it('failure mode 42: is undone when its attempts are used up, since it may have been done', async () => {
    const { undone, failure } = await survives(
      ordered()
        .after({ minutes: 20 })
        .expects(ReserveFrame, ReleaseFrame)
        .when(released)
        .ends('compensated', BicycleNotSold.of({ bicycle, reason: 'no reply in time' })),
    );

    expect([undone, failure?.step]).toEqual([['frame'], 'frame']);
  });

  it('failure mode 39: ignores a reply that comes when the step was given up', () => {
    ordered()
      .after({ minutes: 20 })
      .expects(ReserveFrame, ReleaseFrame)
      .ignores(framePresent, /must answer a pending command/);
  });
});

describe('a compensation that fails', () => {
  const kept = FrameKept.of({ bicycle, reason: 'locked' });
  const undoing = framed().when(WheelsRefused.of({ bicycle, reason }), PaintRefused.of({ bicycle, reason }));

  it('failure mode 43: is tried again after a pause that doubles, and goes on where it stood', async () => {
    await survives(
      undoing
        .expects(ReleaseFrame)
        .when(kept)
        .expects()
        .after({ seconds: 59 })
        .expects()
        .after({ seconds: 1 })
        .expects(ReleaseFrame)
        .when(kept)
        .after({ seconds: 119 })
        .expects()
        .after({ seconds: 1 })
        .expects(ReleaseFrame)
        .when(released)
        .ends('compensated', failed),
    );
  });

  it('failure mode 43: ends compensation_failed when its attempts are used up, and keeps what is left to undo', async () => {
    const state = await survives(
      undoing
        .when(kept)
        .after({ minutes: 1 })
        .when(kept)
        .after({ minutes: 2 })
        .expects(ReleaseFrame)
        .when(kept)
        .ends('compensation_failed'),
    );

    expect(state).toMatchObject({ started: ['frame', 'wheels', 'paint'], undone: [], failure: { step: 'wheels' } });
    expect(state.stuckSince).toBeDefined();
  });

  it('failure mode 43: counts an undo without a reply as a failed try', async () => {
    await survives(
      undoing
        .after({ minutes: 45 })
        .expects(ReleaseFrame, ReleaseFrame)
        .ends('compensation_failed', ReleaseFrame, ReleaseFrame),
    );
  });

  it('failure mode 43: takes an answer to an earlier try', async () => {
    await survives(
      undoing
        .when(kept)
        .after({ minutes: 16 })
        .expects(ReleaseFrame, ReleaseFrame)
        .when(released)
        .ends('compensated', failed),
    );
  });
});

describe('a saga that is cancelled', () => {
  const withdrawn = OrderWithdrawn.of({ bicycle, reason });

  it('undoes what is in flight as well, since its outcome is not known, in reverse', async () => {
    const { undone } = await survives(
      framed()
        .when(paintMixed)
        .when(withdrawn)
        .expects(PourAway)
        .when(PouredAway.of({ bicycle }))
        .expects(ReturnWheels)
        .when(WheelsReturned.of({ bicycle }))
        .expects(ReleaseFrame)
        .when(released)
        .ends('cancelled', failed),
    );

    expect(undone).toEqual(['paint', 'wheels', 'frame']);
  });

  it('failure mode 45: goes on with a compensation that is under way already', async () => {
    await survives(
      ordered()
        .when(framePresent)
        .when(WheelsRefused.of({ bicycle, reason }), paintMixed)
        .expects(PourAway)
        .ignores(withdrawn, /being compensated already/)
        .when(PouredAway.of({ bicycle }), released)
        .ends('compensated', ReleaseFrame, failed),
    );
  });

  it('failure mode 46: is not cancelled once its pivot was begun', async () => {
    await survives(
      committed()
        .ignores(withdrawn, /past its pivot/)
        .when(BicycleBuilt.of({ bicycle }), fetched, InvoiceSent.of({ bicycle }))
        .ends('completed', SendInvoice, BicycleSold),
    );
  });

  it('failure mode 46: goes back when the pivot itself is refused', async () => {
    await survives(
      committed()
        .when(BuildRefused.of({ bicycle, reason }))
        .expects(PourAway)
        .when(PouredAway.of({ bicycle }), WheelsReturned.of({ bicycle }), released)
        .ends('compensated', ReturnWheels, ReleaseFrame, failed),
    );
  });
});

describe('a step behind the pivot, and the pivot itself', () => {
  it('failure mode 46: is sent for ever, with waits that grow up to an hour', () => {
    committed()
      .after({ minutes: 15 })
      .expects(BuildBicycle)
      .after({ minutes: 29 })
      .expects()
      .after({ minutes: 1 })
      .expects(BuildBicycle)
      .after({ hours: 24 })
      .expects(...Array.from({ length: 24 }, () => BuildBicycle))
      .when(BicycleBuilt.of({ bicycle }))
      .is('waiting');
  });
});

describe('an approval', () => {
  const asked = gathered(9000)
    .expects(ReviewAsked.of({ bicycle, token: 'token of review' }))
    .is('waiting');

  it('goes on with who approved', async () => {
    const { results } = await survives(
      asked
        .decides('review', { decision: 'approved', by: 'bob' })
        .expects()
        .after({ days: 1 })
        .expects(BuildBicycle)
        .when(BicycleBuilt.of({ bicycle }), fetched, InvoiceSent.of({ bicycle }))
        .ends('completed', SendInvoice, BicycleSold),
    );

    expect(results['review']).toEqual({ decision: 'approved', by: 'bob' });
  });

  const takenBack = [PouredAway.of({ bicycle }), WheelsReturned.of({ bicycle }), released];

  it('undoes everything when it is rejected', async () => {
    const { failure } = await survives(
      asked
        .decides('review', { decision: 'rejected', by: 'bob', reason })
        .expects(PourAway)
        .when(...takenBack)
        .ends('compensated', ReturnWheels, ReleaseFrame, failed),
    );

    expect(failure).toEqual({ step: 'review', reason });
  });

  it('failure mode 53: undoes everything when nobody decides in time', async () => {
    const { failure } = await survives(
      asked
        .after({ hours: 24 })
        .expects(PourAway)
        .when(...takenBack)
        .ends('compensated', ReturnWheels, ReleaseFrame, BicycleNotSold),
    );

    expect(failure).toEqual({ step: 'review', reason: 'no decision in time' });
  });
});

describe('a message that nobody was asked for', () => {
  it('is kept when it comes before its step is begun', async () => {
    await survives(
      committed()
        .when(fetched)
        .expects()
        .when(BicycleBuilt.of({ bicycle }))
        .expects(SendInvoice.of({ bicycle, to: 'ann' }))
        .when(InvoiceSent.of({ bicycle }))
        .ends('completed', BicycleSold),
    );
  });

  it('failure mode 39: counts once', () => {
    built()
      .when(fetched)
      .ignores(fetched, /awaits no further message/);
  });

  it('leaves the saga late, not undone, when it is not there in time behind the pivot', () => {
    const late = built().after({ days: 14 }).expects().is('waiting');

    late.when(fetched, InvoiceSent.of({ bicycle })).ends('completed', SendInvoice, BicycleSold);
  });
});

describe('a deadline', () => {
  const hasty = (seconds: number): SagaStory =>
    sagaStory({ ...makeBicycle, deadlineSeconds: seconds }).given(BicycleOrdered.of({ bicycle, price: 900 }));

  it('has everything undone before the pivot, what is in flight as well', async () => {
    const { failure, undone } = await survives(
      hasty(900)
        .expects(ReserveFrame)
        .after({ minutes: 14 })
        .expects(ReserveFrame)
        .after({ minutes: 1 })
        .expects(ReleaseFrame)
        .when(released)
        .ends('compensated', BicycleNotSold.of({ bicycle, reason: 'deadline passed' })),
    );

    expect([failure?.step, undone]).toEqual(['frame', ['frame']]);
  });

  it('leaves the saga late behind the pivot, and its steps go on', () => {
    const late = built().after({ days: 30 }).is('waiting');

    const { state } = late.when(fetched, InvoiceSent.of({ bicycle })).ends('completed', SendInvoice, BicycleSold);

    expect([state.late, state.stuckSince, state.deadlineAt]).toEqual([undefined, undefined, undefined]);
  });

  it('does not stop a compensation that is under way', async () => {
    await survives(
      hasty(600)
        .when(framePresent)
        .when(WheelsRefused.of({ bicycle, reason }), PaintRefused.of({ bicycle, reason }))
        .expects(ReleaseFrame)
        .after({ minutes: 14 })
        .expects()
        .when(released)
        .ends('compensated', failed),
    );
  });
});
