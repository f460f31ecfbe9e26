import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { durationSeconds } from '../../lambdas/contracts/duration.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { messagesOf } from '../../lambdas/core/saga/handled-messages.ts';
import { createSagaConsumer } from '../../lambdas/core/saga/saga-consumer.ts';
import {
  defaultAttempts,
  defaultDeadline,
  defaultStepTimeout,
  defaultUndoAttempts,
  firstUndoPauseSeconds,
  longestWaitSeconds,
} from '../../lambdas/core/saga/saga-defaults.ts';
import { SagaStatus } from '../../lambdas/core/saga/saga-state.ts';
import { everyCrash } from '../../lambdas/testing/every-crash.ts';
import { sagaStory } from '../../lambdas/testing/saga-story.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { fixedIds } from '../support/fixed-ids.ts';
import {
  BicycleNotSold,
  BicycleOrdered,
  BuyWheels,
  FrameReleased,
  FrameReserved,
  MixPaint,
  PaintMixed,
  PourAway,
  PouredAway,
  ReleaseFrame,
  ReserveFrame,
  ReturnWheels,
  ReviewAsked,
  WheelsBought,
  WheelsRefused,
  WheelsReturned,
} from './bicycle/bicycle-messages.ts';
import { makeBicycle } from './bicycle/bicycle-saga.ts';

const bicycle = 'b1';

// A document is the thing under test here, so this suite reads it from the disk.
const root = new URL('../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const page = textOf('docs/sagas.md');

/** Layout aside: the page shows parts of files without their indentation. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('the stories of the page about sagas', () => {
  it('come true, whenever a process dies', async () => {
    const wheelsSoldOut = sagaStory(makeBicycle)
      .given(BicycleOrdered.of({ bicycle, price: 900 }))
      .expects(ReserveFrame)
      .when(FrameReserved.of({ bicycle, frame: 'f7' }))
      .expects(BuyWheels, MixPaint)
      .when(WheelsRefused.of({ bicycle, reason: 'sold out' }))
      .expects()
      .when(PaintMixed.of({ bicycle }))
      .expects(PourAway)
      .when(PouredAway.of({ bicycle }))
      .expects(ReleaseFrame)
      .when(FrameReleased.of({ bicycle }))
      .ends('compensated', BicycleNotSold.of({ bicycle, reason: 'sold out' }));

    await everyCrash(wheelsSoldOut);

    expect(wheelsSoldOut.state.undone).toEqual(['paint', 'frame']);
  });

  it('come true as time passes', async () => {
    const nobodyReviewed = sagaStory(makeBicycle)
      .given(BicycleOrdered.of({ bicycle, price: 9000 }))
      .expects(ReserveFrame)
      .after({ minutes: 10 })
      .expects(ReserveFrame)
      .when(FrameReserved.of({ bicycle, frame: 'f7' }))
      .when(PaintMixed.of({ bicycle }), WheelsBought.of({ bicycle, spokes: 36 }))
      .expects(ReviewAsked)
      .is('waiting')
      .after({ hours: 24 })
      .expects(PourAway)
      .when(PouredAway.of({ bicycle }), WheelsReturned.of({ bicycle }), FrameReleased.of({ bicycle }))
      .ends('compensated', ReturnWheels, ReleaseFrame, BicycleNotSold);

    await everyCrash(nobodyReviewed);

    expect(nobodyReviewed.state.failure?.step).toBe('review');
  });

  it('run on a consumer', () => {
    const clock = fixedClock();
    const writer = createMessageWriter({ ids: fixedIds(), clock, source: '/test' });
    const ports = { items: createMemoryItemStore(), writer, clock, telemetry: silentTelemetry };

    const consumer = createSagaConsumer({
      name: 'makeBicycle',
      definitions: [makeBicycle],
      store: 'bicycle',
      ...ports,
    });

    expect(consumer.handles).toEqual(messagesOf(makeBicycle));
  });
});

describe('the page about sagas', () => {
  it('shows code of this repository only', () => {
    const shown = [...page.matchAll(/<!-- from (?<path>\S+) -->\s+```ts\n(?<code>[\s\S]*?)```/g)];

    expect(shown).toHaveLength((page.match(/```ts\n/g) ?? []).length);
    for (const { groups } of shown) {
      expect(flat(textOf(groups?.['path'] ?? ''))).toContain(flat(groups?.['code'] ?? '').trim());
    }
  });

  it('names every status, and the defaults that there are', () => {
    expect(SagaStatus.options.filter((status) => !page.includes(`\`${status}\``))).toEqual([]);
    expect(durationSeconds(defaultStepTimeout)).toBe(15 * 60);
    expect(durationSeconds(defaultDeadline)).toBe(2 * 86_400);
    expect([defaultAttempts, defaultUndoAttempts, firstUndoPauseSeconds, longestWaitSeconds]).toEqual([3, 5, 60, 3600]);
    expect(page).toMatch(/`timeout` 15 minutes, `retry.attempts` 3, `undo`/);
    expect(page).toMatch(/`timeout` 15 minutes, `retry.attempts` 5; pauses of 1 minute after `failed`, doubling/);
    expect(page).toMatch(/waits double up to an hour/);
  });

  it('links only to files that exist', () => {
    const links = [...page.matchAll(/\]\((?<path>[^)#:]+)\)/g)].map(({ groups }) => groups?.['path'] ?? '');

    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(textOf(`docs/${link}`).length).toBeGreaterThan(0);
    }
  });
});
