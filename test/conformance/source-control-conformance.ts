import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SourceControl } from '../../lambdas/core/ports/source-control.ts';

/** A control under test, with the two queues whose sources it switches. */
export interface OpenSourceControl {
  readonly control: SourceControl;
  readonly queues: readonly [string, string];
  readonly close: () => Promise<void>;
}

/** What every `SourceControl` must do; `open` makes one for the whole suite. */
export function sourceControlConformance(name: string, open: () => Promise<OpenSourceControl>): void {
  describe(`source control (${name})`, () => {
    let opened: OpenSourceControl;
    const paused = (): Promise<readonly boolean[]> =>
      Promise.all(opened.queues.map((queue) => opened.control.paused(queue)));

    beforeAll(async () => {
      opened = await open();
    }, 60_000);
    beforeEach(async () => {
      for (const queue of opened.queues) {
        await opened.control.resume(queue);
      }
    });
    afterAll(async () => {
      await opened.close();
    });

    it('pauses one source and leaves the others', async () => {
      await opened.control.pause(opened.queues[0]);

      expect(await paused()).toEqual([true, false]);
    });

    it('resumes one source and leaves the others', async () => {
      await opened.control.pause(opened.queues[0]);
      await opened.control.pause(opened.queues[1]);

      await opened.control.resume(opened.queues[1]);

      expect(await paused()).toEqual([true, false]);
    });

    it('changes nothing when a source is in the asked state already', async () => {
      await opened.control.pause(opened.queues[0]);
      await opened.control.pause(opened.queues[0]);
      await opened.control.resume(opened.queues[1]);

      expect(await paused()).toEqual([true, false]);
    });
  });
}
