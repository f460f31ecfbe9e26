import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { dlqCommands } from '../../console/dlq/run-dlq.ts';
import { badMorning } from './bad-morning.ts';
import { withAnswers } from './documented-commands.ts';

// A document is the thing under test here, so this suite reads it from the disk.
const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/dead-letters.md', root), 'utf8');

describe('the page about dead letters', () => {
  it('shows what its commands say', async () => {
    const rig = await badMorning();

    expect(await withAnswers(page, (command) => rig.dlq(command.replace(/^dlq /, '')))).toBe(page);
  });

  it.each(Object.keys(dlqCommands))('shows the command %s', (name) => {
    expect(page).toContain(`$ npm run pipeline -- dlq ${name}`);
  });

  it('links only to files that exist', () => {
    const links = [...page.matchAll(/\]\((?<path>[^)#:]+)\)/g)].map(({ groups }) => groups?.['path'] ?? '');

    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(readFileSync(new URL(link, new URL('docs/', root)), 'utf8').length).toBeGreaterThan(0);
    }
  });
});
