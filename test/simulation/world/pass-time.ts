import { type World, visibilitySeconds } from './world.ts';

/** Time passes a little at every step, and now and then enough for a message in flight to come back. */
export async function drift(world: World): Promise<void> {
  if (world.random.chance(world.leapChance)) {
    world.clock.advance(visibilitySeconds * 1000);
    ringWhenDue(world, await world.bell.dueAt());
  } else {
    world.clock.advance(1);
  }
}

/** Goes to the next moment at which something can happen by itself; false when there is none. */
export async function passTime(world: World): Promise<boolean> {
  const { broker, scheduler, bell, clock } = world;
  const due = await bell.dueAt();
  const times = [broker.nextVisibleAt(), scheduler.nextWakeUp(), due].filter((time) => time !== undefined);
  if (times.length === 0) {
    return false;
  }
  clock.advance(Math.max(Math.min(...times) - clock.now(), 0));
  ringWhenDue(world, due);
  return true;
}

function ringWhenDue({ bell, clock }: World, due: number | undefined): void {
  if (due !== undefined && due <= clock.now()) {
    bell.ring();
  }
}
