import { createMemoryItemStore } from '../adapters/memory/item-store/memory-item-store.ts';
import { silentTelemetry } from '../adapters/telemetry/silent-telemetry.ts';
import type { Envelope } from '../contracts/events/envelope.ts';
import { sagaMessages } from '../contracts/sagas/saga-messages.ts';
import type { Consumer } from '../core/consume/consumer.ts';
import { createMessageWriter } from '../core/outbox/message-writer.ts';
import { outboxEntries } from '../core/outbox/outbox-entries.ts';
import type { Item } from '../core/ports/item-store.ts';
import { createSagaConsumer } from '../core/saga/saga-consumer.ts';
import { nextDueAt, timersOf } from '../core/saga/saga-due.ts';
import { SagaState } from '../core/saga/saga-state.ts';
import { sagaKey } from '../core/saga/stored-saga.ts';
import { type Crash, CrashError, crashingItems } from './crashing-items.ts';
import { storyBegins } from './saga-story.ts';
import { commandAwaiting, decisionDraft, storyMessage } from './story-message.ts';
import type { StoryEvent, ToldStory } from './story-script.ts';

/** What goes wrong. */
export interface Disturbance {
  readonly crash?: Crash;
  /** Every message is delivered a second time. */
  readonly twice?: boolean;
}

/** What became of a story on the real consumer. */
export interface Replayed {
  readonly state: SagaState;
  /** Types of all messages that were committed, in order. */
  readonly sent: readonly string[];
  /** To the store. */
  readonly requests: number;
}

const store = 'story';
const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };

/** Tells a story again on the real consumer and a store in memory; what a crash has stopped is delivered again. */
export async function replayStory(story: ToldStory, disturbance: Disturbance): Promise<Replayed> {
  const stage = stageOf(story, disturbance);
  await deliver(stage, storyMessage(story.start, 'start'));
  for (const [index, event] of story.events.entries()) {
    await happen(stage, event, `event-${index}`);
  }
  const item = await stage.item();
  const sent = outboxEntries(item).map(({ message }) => message.type);
  return { state: stateOf(item), sent, requests: stage.requests() };
}

/** Where a story is played. */
interface Stage {
  readonly story: ToldStory;
  readonly twice: boolean;
  readonly consumer: Consumer;
  readonly clock: { time: number };
  item(): Promise<Item | undefined>;
  requests(): number;
}

function stageOf(story: ToldStory, { crash, twice = false }: Disturbance): Stage {
  const clock = { time: storyBegins };
  const memory = createMemoryItemStore();
  const { items, requests } = crashingItems(memory, crash);
  let ids = 0;
  const writer = createMessageWriter({
    ids: { next: () => `sent-${(ids += 1)}` },
    clock: { now: () => clock.time },
    source: '/story',
  });
  const consumer = createSagaConsumer({
    ...{ name: 'story', definitions: [story.definition], store, items, writer, telemetry: silentTelemetry },
    clock: { now: () => clock.time },
    signer: { sign: () => Promise.resolve('signed'), verify: () => Promise.resolve(true) },
  });
  const key = sagaKey(store, story.start.type.keyOf(story.start.data));
  return { story, twice, consumer, clock, requests, item: () => memory.get(key) };
}

async function happen(stage: Stage, event: StoryEvent, id: string): Promise<void> {
  const { definition, start } = stage.story;
  switch (event.kind) {
    case 'message': {
      const command = commandAwaiting(definition, stateOf(await stage.item()), event.draft.type.name);
      return deliver(stage, storyMessage(event.draft, id, command));
    }
    case 'stranger':
      return deliver(stage, storyMessage(event.draft, id, 'x'));
    case 'decision': {
      const { step, decided } = event;
      const of = { key: start.type.keyOf(start.data), state: stateOf(await stage.item()) };
      return deliver(stage, storyMessage(decisionDraft(definition, of, { step, ...decided }), id));
    }
    case 'time':
      return pass(stage, stage.clock.time + event.milliseconds);
  }
}

/** Timers run out one after another, each at its time, as far as time passes. */
async function pass(stage: Stage, until: number): Promise<void> {
  const { clock, story } = stage;
  const state = stateOf(await stage.item());
  const due = nextDueAt(state);
  if (due === undefined || due > until) {
    clock.time = until;
    return;
  }
  clock.time = Math.max(clock.time, due);
  const timer = timersOf(state).find(({ dueAt }) => dueAt === due);
  const { step = '', generation = 0 } = timer ?? {};
  const key = story.start.type.keyOf(story.start.data);
  const draft = sagaMessages(story.definition.name).timerDue.of({ key, step, generation });
  await deliver(stage, storyMessage(draft, `timer-${step}-${generation}`));
  await pass(stage, until);
}

/** As a queue delivers: again after a crash, and perhaps again without one. */
async function deliver(stage: Stage, message: Envelope): Promise<void> {
  const handled = await stage.consumer.handle(message, context).catch((cause: unknown) => {
    if (cause instanceof CrashError) {
      return undefined;
    }
    throw cause;
  });
  if (handled === undefined || stage.twice) {
    await stage.consumer.handle(message, context);
  }
}

function stateOf(item: Item | undefined): SagaState {
  const text = item?.attributes['state'];
  return SagaState.parse(JSON.parse(typeof text === 'string' ? text : '{}'));
}
