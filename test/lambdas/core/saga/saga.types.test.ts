import { describe, expect, it } from '@jest/globals';
import type { SagaDefinition } from '../../../../lambdas/core/saga/saga-definition.ts';
import { saga } from '../../../../lambdas/core/saga/saga.ts';
import {
  BicycleBuilt,
  BicycleFetched,
  BicycleNotSold,
  BicycleOrdered,
  BuildBicycle,
  BuildRefused,
  FrameRefused,
  FrameReleased,
  FrameReserved,
  InvoiceSent,
  OrderWithdrawn,
  PaintMixed,
  ReleaseFrame,
  ReserveFrame,
  ReviewAsked,
  WheelsBought,
} from '../../../docs/bicycle/bicycle-messages.ts';

const begun = saga('types', { startedBy: BicycleOrdered });
const send = ({ bicycle }: { readonly bicycle: string }): ReturnType<typeof ReserveFrame.of> =>
  ReserveFrame.of({ bicycle });
const framed = begun.step('frame', { send, ok: FrameReserved });
const pivoted = framed.pivot('build', { send, ok: BicycleBuilt });
const ends = (): ReturnType<typeof BicycleNotSold.of> => BicycleNotSold.of({ bicycle: 'b', reason: 'r' });

/** Compiles where some value has a field of that name. */
function named<Value extends object>(value: Value, name: keyof Value): ReturnType<typeof ends> {
  return BicycleNotSold.of({ bicycle: 'b', reason: String(name in value) });
}

/** What is written in here is compiled and never run. */
function compiled(_never: () => unknown): void {
  expect(_never).toBeInstanceOf(Function);
}

describe('the types of a saga give', () => {
  it('each step the input and the results of the steps before it', () => {
    compiled(() =>
      framed
        .parallel({ paint: { send, ok: PaintMixed }, wheels: { send, ok: WheelsBought } })
        .receive('fetched', { message: BicycleFetched })
        .timer('rest', { waits: (_input, { wheels }) => ({ hours: wheels.spokes }) })
        .approval('review', {
          asks: ({ bicycle }, { frame }, { token }) => ReviewAsked.of({ bicycle: `${bicycle} ${frame.frame}`, token }),
          within: { hours: 1 },
          when: ({ price }, { rest }) => price > rest.at,
        })
        .completes((_input, { review, fetched }) => {
          const by: string = review.decision === 'approved' ? review.by : fetched.by;
          return BicycleNotSold.of({ bicycle: by, reason: '' });
        })
        .fails((_input, { reason }, { frame }) => BicycleNotSold.of({ bicycle: frame?.frame ?? '', reason })),
    );
  });

  it('an undo the result of its own step, which may be missing', () => {
    compiled(() =>
      begun.step('frame', {
        send,
        ok: FrameReserved,
        undo: { send: (_input, own) => ReleaseFrame.of({ bicycle: own?.frame ?? '' }), done: FrameReleased },
      }),
    );
    compiled(() =>
      begun.step('frame', {
        send,
        ok: FrameReserved,
        // @ts-expect-error -- the step may never have run, so its result may be missing
        undo: { send: (_input, own) => ReleaseFrame.of({ bicycle: own.frame }), done: FrameReleased },
      }),
    );
  });
});

describe('what does not compile', () => {
  it('a result that no step before gives, or one of a step side by side', () => {
    // @ts-expect-error -- no step of this name has run
    compiled(() => framed.step('next', { send: (_input, results) => named(results, 'paint'), ok: PaintMixed }));
    compiled(() =>
      framed.parallel({
        paint: { send, ok: PaintMixed },
        // @ts-expect-error -- steps side by side do not see the results of each other
        wheels: { send: (_input, results) => named(results, 'paint'), ok: WheelsBought },
      }),
    );
  });

  it('a field that the input does not have, and data of another shape', () => {
    // @ts-expect-error -- the input has no field of this name
    compiled(() => begun.step('frame', { send: (input) => named(input, 'colour'), ok: FrameReserved }));
    // @ts-expect-error -- the command's data has no such field
    compiled(() => ReserveFrame.of({ bike: 'b' }));
  });

  it('failure mode 46: a way back behind the pivot', () => {
    // @ts-expect-error -- a step behind the pivot cannot be refused
    compiled(() => pivoted.step('late', { send, ok: InvoiceSent, refused: FrameRefused }));
    // @ts-expect-error -- a step behind the pivot cannot be undone
    compiled(() => pivoted.step('late', { send, ok: InvoiceSent, undo: { send, done: FrameReleased } }));
    // @ts-expect-error -- nor can one side by side with others
    compiled(() => pivoted.parallel({ late: { send, ok: InvoiceSent, refused: FrameRefused } }));
    // @ts-expect-error -- a decision could say no
    compiled(() => named(pivoted, 'approval'));
    // @ts-expect-error -- there is one pivot
    compiled(() => named(pivoted, 'pivot'));
  });

  it('failure mode 46: a pivot that is undone or given up', () => {
    // @ts-expect-error -- a pivot cannot be undone
    compiled(() => framed.pivot('build', { send, ok: BicycleBuilt, undo: { send, done: FrameReleased } }));
    // @ts-expect-error -- a pivot is sent until it is answered
    compiled(() => framed.pivot('build', { send, ok: BicycleBuilt, retry: { attempts: 2 } }));
    compiled(() => framed.pivot('build', { send, ok: BicycleBuilt, refused: BuildRefused }));
  });

  it('a refusal without a reason, an approval without an end, a saga without one', () => {
    // @ts-expect-error -- whoever refuses says why
    compiled(() => begun.step('frame', { send, ok: FrameReserved, refused: BuildBicycle }));
    // @ts-expect-error -- nobody waits for a decision for ever
    compiled(() => begun.approval('review', { asks: ends }));
    // @ts-expect-error -- it must say what it sends when it has failed
    compiled((): SagaDefinition => begun.completes(ends));
    compiled(() => saga('types', { startedBy: BicycleOrdered, cancelledBy: OrderWithdrawn, deadline: { days: 1 } }));
    // @ts-expect-error -- a duration has no weeks
    compiled(() => saga('types', { startedBy: BicycleOrdered, deadline: { weeks: 1 } }));
  });
});
