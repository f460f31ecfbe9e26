import { describe, expect, it } from '@jest/globals';
import type { SagaDefinition } from '../../../../lambdas/core/saga/saga-definition.ts';
import { defaultAttempts, defaultUndoAttempts } from '../../../../lambdas/core/saga/saga-defaults.ts';
import { saga } from '../../../../lambdas/core/saga/saga.ts';
import {
  BicycleFetched,
  BicycleNotSold,
  BicycleOrdered,
  FrameReleased,
  FrameReserved,
  ReleaseFrame,
  ReserveFrame,
} from '../../../docs/bicycle/bicycle-messages.ts';

const send = (): ReturnType<typeof ReserveFrame.of> => ReserveFrame.of({ bicycle: 'b' });
const fails = (): ReturnType<typeof BicycleNotSold.of> => BicycleNotSold.of({ bicycle: 'b', reason: '' });
const plain = { send, ok: FrameReserved };
const undo = { send: () => ReleaseFrame.of({ bicycle: 'b' }), done: FrameReleased };

/** Any builder can be ended. */
function ended(builder: { readonly completes: ReturnType<typeof begun>['completes'] }): SagaDefinition {
  return builder.completes(fails).fails(fails);
}

const begun = (options: object = {}): ReturnType<typeof saga<{ bicycle: string; price: number }>> =>
  saga('s', { startedBy: BicycleOrdered, ...options });

const faulty: readonly (readonly [string, () => SagaDefinition, RegExp])[] = [
  ['without a step', () => ended(begun()), /must have a step in every stage/],
  ['with a group without branches', () => ended(begun().step('a', plain).parallel({})), /a step in every stage/],
  ['with two steps of one name', () => ended(begun().step('a', plain).step('a', plain)), /names, got "a" twice/],
  ['with a step without a name', () => ended(begun().step('', plain)), /letters, digits and dashes, got ""/],
  ['with a name that is no name', () => ended(begun().step('__proto__', plain)), /got "__proto__"/],
  [
    'of version 0',
    () => ended(begun({ version: 0 }).step('a', plain)),
    /version must be an integer of at least 1, got 0/,
  ],
  ['with half a version', () => ended(begun({ version: 1.5 }).step('a', plain)), /version must be .* got 1.5/],
  ['without time', () => ended(begun({ deadline: {} }).step('a', plain)), /deadline in seconds must be .* got 0/],
  [
    'without attempts',
    () => ended(begun().step('a', { ...plain, retry: { attempts: 0 } })),
    /attempts of "a" .* got 0/,
  ],
  [
    'without a timeout',
    () => ended(begun().step('a', { ...plain, timeout: {} })),
    /timeout in seconds of "a" .* got 0/,
  ],
  [
    'without undo attempts or time',
    () => ended(begun().step('a', { ...plain, undo: { ...undo, retry: { attempts: -1 }, timeout: {} } })),
    /undo attempts of "a" .* got -1; undo timeout in seconds of "a" .* got 0/,
  ],
  ['that waits no time', () => ended(begun().receive('a', { message: BicycleFetched, within: {} })), /of "a" .* got 0/],
  [
    'that receives a reply',
    () => ended(begun().step('a', plain).receive('b', { message: FrameReserved })),
    /"frame.reserved" must be received by one step and mean nothing else/,
  ],
  [
    'that receives a message twice',
    () => ended(begun().receive('a', { message: BicycleFetched }).receive('b', { message: BicycleFetched })),
    /"bicycle.fetched" must be received by one step/,
  ],
  [
    'that receives the reply to an undo',
    () =>
      ended(
        begun()
          .step('a', { ...plain, undo })
          .receive('b', { message: FrameReleased }),
      ),
    /"frame.released" must be received by one step and mean nothing else/,
  ],
  [
    'that is started by the reply of a step',
    () => ended(begun().step('a', { ...plain, ok: BicycleOrdered })),
    /"bicycle.ordered" must not start or cancel it and be the reply of a step/,
  ],
  [
    'that is cancelled by the reply to an undo',
    () => ended(begun({ cancelledBy: FrameReleased }).step('a', { ...plain, undo })),
    /"frame.released" must not start or cancel it and be the reply of a step/,
  ],
  [
    'that is started and cancelled by one message',
    () => ended(begun({ cancelledBy: BicycleOrdered }).step('a', plain)),
    /must not be started and cancelled by one message/,
  ],
  [
    'that migrates its own version',
    () => ended(begun({ version: 2, migrates: { 2: (state: unknown) => state } }).step('a', plain)),
    /must migrate versions older than 2, got 2/,
  ],
];

describe('a saga definition', () => {
  it.each(faulty)('is refused %s', (_, definition, message) => {
    expect(definition).toThrow(message);
    expect(definition).toThrow(expect.objectContaining({ code: 'definition-invalid' }));
  });

  it('is refused with a duration that is no whole number of seconds', () => {
    expect(() => begun({ deadline: { seconds: 0.5 } })).toThrow(/whole number of seconds of at least 0, got 0.5/);
  });

  it('tells every fault at once', () => {
    const definition = (): SagaDefinition => ended(begun({ version: 0 }).step('a', plain).step('a', plain));

    expect(definition).toThrow(/got "a" twice; version must be/);
  });

  it('has defaults: 15 minutes and 3 attempts for a step, 5 for an undo, 2 days for all', () => {
    const { stages, deadlineSeconds, version, cancelledBy, pivot } = ended(begun().step('a', { ...plain, undo }));

    expect({ deadlineSeconds, version, cancelledBy, pivot }).toEqual({
      ...{ deadlineSeconds: 172_800, version: 1, cancelledBy: undefined, pivot: undefined },
    });
    expect(stages).toMatchObject([
      [
        {
          attempts: defaultAttempts,
          timeoutSeconds: 900,
          undo: { attempts: defaultUndoAttempts, timeoutSeconds: 900 },
        },
      ],
    ]);
    expect([defaultAttempts, defaultUndoAttempts]).toEqual([3, 5]);
  });
});
