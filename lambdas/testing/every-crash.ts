import assert from 'node:assert/strict';
import type { Crash } from './crashing-items.ts';
import { type Replayed, replayStory } from './replay-story.ts';
import type { ToldStory } from './story-script.ts';

/** How often a story was told again. */
export interface Crashes {
  /** Requests of one undisturbed run, and so half of the crashes. */
  readonly requests: number;
  readonly runs: number;
}

/**
 * Tells a story again on the real consumer and a store in memory: once as it is, once with every message delivered
 * twice, and then with a crash before and after each of its requests to the store, upon which the message is delivered
 * again. Each time the saga must end in the same state, having sent the same.
 */
export async function everyCrash(story: ToldStory): Promise<Crashes> {
  const { requests, ...undisturbed } = await replayStory(story, {});
  assertSame(story, undisturbed, 'undisturbed');
  assertSame(story, await replayStory(story, { twice: true }), 'with every message twice');
  const points = Array.from({ length: requests }, (_, index) => index + 1);
  const crashes: readonly Crash[] = points.flatMap((request) => [
    { request, when: 'before' },
    { request, when: 'after' },
  ]);
  for (const crash of crashes) {
    assertSame(story, await replayStory(story, { crash }), `with a crash ${crash.when} request ${crash.request}`);
  }
  return { requests, runs: crashes.length + 2 };
}

function assertSame(story: ToldStory, replayed: Pick<Replayed, 'state' | 'sent'>, how: string): void {
  const { started, refused, undone, results, failure, status } = story.state;
  const { state } = replayed;
  assert.deepEqual(
    { ...pick(state), sent: replayed.sent },
    { started, refused, undone, results, failure, status, sent: story.sent.map(({ type }) => type.name) },
    `the story must end the same ${how}`,
  );
}

function pick({ started, refused, undone, results, failure, status }: ToldStory['state']): Partial<ToldStory['state']> {
  return { started, refused, undone, results, failure, status };
}
