import { type Stage, visibilitySeconds } from './stage.ts';

/** Time passes a little at every step, and now and then enough for a message in flight to come back. */
export async function drift(stage: Stage): Promise<void> {
  if (stage.random.chance(stage.leapChance)) {
    stage.clock.advance(visibilitySeconds * 1000);
    await ringWhatIsDue(stage);
  } else {
    stage.clock.advance(1);
  }
}

/** Goes to the next moment at which something can happen by itself; false when there is none. */
export async function passTime(stage: Stage): Promise<boolean> {
  const { broker, scheduler, schedules, clock } = stage;
  const due = await Promise.all(schedules.map((bell) => bell.dueAt()));
  const times = [broker.nextVisibleAt(), scheduler.nextWakeUp(), ...due].filter((time) => time !== undefined);
  if (times.length === 0) {
    return false;
  }
  clock.advance(Math.max(Math.min(...times) - clock.now(), 0));
  await ringWhatIsDue(stage);
  return true;
}

async function ringWhatIsDue({ schedules, clock }: Stage): Promise<void> {
  for (const bell of schedules) {
    const due = await bell.dueAt();
    if (due !== undefined && due <= clock.now()) {
      bell.ring();
    }
  }
}
