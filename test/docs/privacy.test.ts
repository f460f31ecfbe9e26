import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { runForget } from '../../console/forget/run-forget.ts';
import { sha256Fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { personalData } from '../../lambdas/contracts/definition/personal-data.ts';
import { emptyStream } from '../../lambdas/core/event-store/loaded-stream.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { createForgetPerson } from '../../lambdas/core/privacy/forget-person.ts';
import { commandOn } from '../support/command-on.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { fixedIds } from '../support/fixed-ids.ts';
import { personalRig } from '../support/personal-rig.ts';
import { withAnswers } from './documented-commands.ts';
import { PatientSeen, visit } from './patient-seen.ts';

// A document is the thing under test here, so this suite reads it from the disk.
const root = new URL('../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const page = textOf('docs/privacy.md');
const patient = 'ada@example.com';

const rig = personalRig();
const [clock, ids] = [fixedClock(Date.UTC(2026, 10, 25, 9)), fixedIds()];
const writer = createMessageWriter({ ids, clock, source: '/test' });
const operations = {
  ...createForgetPerson({ items: rig.items, writer, clock, ids, fingerprint: sha256Fingerprint }),
  keyMemorySeconds: personalData().keyMemorySeconds,
  close: () => Promise.resolve(),
};

describe('the page about personal data', () => {
  it('shows what its commands say', async () => {
    const seen = PatientSeen.of({ visit: 'v1', patient, age: 36, notes: [{ by: 'dr', text: 'is well' }] });
    await rig.events.append(visit, { after: emptyStream(visit, 'visit-v1'), events: [seen], cause: undefined });

    const answered = await withAnswers(page, (command) =>
      commandOn({ runRoom: runForget, operations }, command.replace(/^forget /u, '')),
    );

    expect(answered).toBe(page);
  });

  it('says what its example really does', async () => {
    expect((await rig.restarted().events.load(visit, 'visit-v1')).state).toEqual({
      patient: 'forgotten',
      texts: ['forgotten'],
    });
  });

  it('shows code of this repository only', () => {
    const shown = [...page.matchAll(/<!-- from (?<path>\S+) -->\s+```ts\n(?<code>[\s\S]*?)```/g)];

    expect(shown).toHaveLength((page.match(/```ts\n/g) ?? []).length);
    for (const { groups } of shown) {
      expect(textOf(groups?.['path'] ?? '')).toContain(groups?.['code']);
    }
  });

  it('links only to files that exist', () => {
    const links = [...page.matchAll(/\]\((?<path>[^)#:]+)\)/g)].map(({ groups }) => groups?.['path'] ?? '');

    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(textOf(`docs/${link}`).length).toBeGreaterThan(0);
    }
  });
});
