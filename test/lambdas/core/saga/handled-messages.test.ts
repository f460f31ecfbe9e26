import { describe, expect, it } from '@jest/globals';
import { messagesOf } from '../../../../lambdas/core/saga/handled-messages.ts';
import type { SagaDefinition } from '../../../../lambdas/core/saga/saga-definition.ts';
import { trip } from '../../../support/trip-saga.ts';
import { makeBicycle } from '../../../docs/bicycle/bicycle-saga.ts';

const namesOf = (...definitions: readonly SagaDefinition[]): readonly string[] =>
  messagesOf(...definitions).map(({ name }) => name);

describe('the messages that a saga handles', () => {
  it('are its start, what cancels it, every reply and awaited message, its timers and decisions', () => {
    expect(namesOf(makeBicycle)).toEqual([
      ...['bicycle.ordered', 'bicycle.withdrawn'],
      ...['frame.reserved', 'frame.refused', 'frame.released', 'frame.kept'],
      ...['wheels.bought', 'wheels.refused', 'wheels.returned', 'paint.mixed', 'paint.refused', 'paint.poured-away'],
      ...['bicycle.built', 'bicycle.build-refused', 'bicycle.fetched', 'invoice.sent'],
      ...['make-bicycle.timer-due', 'make-bicycle.decided'],
    ]);
  });

  it('are those of all its versions, each once', () => {
    expect(namesOf(makeBicycle, { ...makeBicycle, version: 1 })).toEqual(namesOf(makeBicycle));
  });

  it('hold no decisions when it asks for none', () => {
    const stages = trip.stages.filter((steps) => steps.every(({ kind }) => kind !== 'approval'));

    expect(namesOf({ ...trip, stages })).not.toContain('book-trip.decided');
  });
});
