import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import type { Draft } from '../../../../lambdas/contracts/events/event-type.ts';
import type { Process } from '../../schedule/process.ts';
import { publisherOf } from '../../stage/publisher-of.ts';
import { VoyageUnwanted, VoyageWanted } from '../voyage-messages.ts';
import type { VoyageWorld } from '../voyage-world.ts';

/** Steps of others between a wish and the next one. */
const pauseMs = 20;

/** Wants every voyage, some of them twice; a new process begins again with those not known to be wanted. */
export async function wantVoyages(world: VoyageWorld, process: Process): Promise<void> {
  const { scenario, progress, scheduler } = world;
  const send = senderOf(world, process);
  const wishes = scenario.plans.flatMap(({ voyage, twice }) => (twice ? [voyage, voyage] : [voyage]));
  for (let wish = wishes[progress.wanted]; wish !== undefined; wish = wishes[progress.wanted]) {
    progress.wanted += (await send(VoyageWanted.of({ voyage: wish }))) ? 1 : 0;
    await scheduler.pause(process, pauseMs);
  }
}

/** Gives up some voyages somewhere on the way. */
export async function unwantVoyages(world: VoyageWorld, process: Process): Promise<void> {
  const { scenario, progress, scheduler, random } = world;
  const send = senderOf(world, process);
  const unwanted = scenario.plans.filter((plan) => plan.unwanted).map(({ voyage }) => voyage);
  for (let voyage = unwanted[progress.unwanted]; voyage !== undefined; voyage = unwanted[progress.unwanted]) {
    await scheduler.pause(process, 1 + random.below(patiences[random.below(patiences.length)] ?? 1));
    progress.unwanted += (await send(VoyageUnwanted.of({ voyage }))) ? 1 : 0;
  }
}

/** Milliseconds after which somebody changes their mind: at once, in the middle of things, or hours later. */
const patiences = [50, 500, 1_800_000, 30_000_000];

function senderOf(world: VoyageWorld, process: Process): (draft: Draft) => Promise<boolean> {
  const { ids, clock } = world;
  const writer = createMessageWriter({ ids, clock, source: '/travellers' });
  const publisher = publisherOf(world, process);
  return async (draft) => {
    const { failed } = await publisher.publish([outgoingMessage(writer.write(draft, undefined))]);
    return failed.length === 0;
  };
}
