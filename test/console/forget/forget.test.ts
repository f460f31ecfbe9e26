import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Forgetting } from '../../../console/forget/forgetting.ts';
import { runForget } from '../../../console/forget/run-forget.ts';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { sha256Fingerprint } from '../../../lambdas/adapters/system/sha256-fingerprint.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { createForgetPerson } from '../../../lambdas/core/privacy/forget-person.ts';
import { type CommandAnswer, commandOn } from '../../support/command-on.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { fixedIds } from '../../support/fixed-ids.ts';
import { personalRig } from '../../support/personal-rig.ts';

let rig: ReturnType<typeof personalRig>;
let operations: Forgetting;
const forget = (command: string): Promise<CommandAnswer> => commandOn({ runRoom: runForget, operations }, command);

beforeEach(() => {
  rig = personalRig({ items: createMemoryItemStore() });
  const [clock, ids] = [fixedClock(), fixedIds()];
  const writer = createMessageWriter({ ids, clock, source: '/test' });
  operations = {
    ...createForgetPerson({ items: rig.items, writer, clock, ids, fingerprint: sha256Fingerprint }),
    keyMemorySeconds: 60,
    close: () => Promise.resolve(),
  };
});

describe('failure mode 60: pipeline forget', () => {
  it('says in a dry run what would be forgotten and what not, and forgets nothing', async () => {
    await rig.keys.keyFor((await operations.look('ada')).subject);

    const { code, output } = await forget('ada --dry-run');

    expect(code).toBe(0);
    expect(output).toMatch(/^state +there is a key/m);
    expect(output).toContain('by functions that have the key in memory after 60 s at the latest');
    expect(output).toContain('backups of the table, up to 35 days');
    expect(output).toContain('nothing is forgotten: --dry-run');
    expect(await operations.look('ada')).toMatchObject({ state: 'known' });
  });

  it('forgets nobody without --yes, and exits with 2', async () => {
    expect(await forget('ada')).toMatchObject({ code: 2 });
    expect(await operations.look('ada')).toMatchObject({ state: 'unknown' });
  });

  it('forgets a person, and keeps who did it without saying whom', async () => {
    const { code, output } = await forget('ada --yes --by otto');

    expect(code).toBe(0);
    expect(output).toMatch(/^forgotten +2026-01-01T00:00:00.000Z by otto$/m);
    expect(output).not.toContain('ada');
    expect(JSON.parse((await forget('ada --yes --json')).output)).toMatchObject({
      done: false,
      state: 'forgotten',
      record: { by: 'otto' },
    });
    expect(await forget('ada --dry-run')).toMatchObject({ code: 0 });
    expect((await forget('ada --dry-run')).output).toContain('the person was forgotten before');
  });

  it('is honest about a pipeline that seals nothing', async () => {
    operations = { ...operations, keyMemorySeconds: undefined };

    expect((await forget('ada --dry-run')).output).toContain('this pipeline seals nothing');
  });

  it.each(['ada bob --yes', '--yes', 'ada --no'])('rejects "%s"', async (command) => {
    expect(await forget(command)).toMatchObject({ code: 2, output: '' });
  });

  it('says how it is used when nothing is given', async () => {
    expect(await forget('')).toMatchObject({ code: 0 });
    expect((await forget('ada --help')).output).toContain('Usage: forget PERSON');
  });
});
