import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { runSaga, sagaCommands } from '../../console/saga/run-saga.ts';
import { commandOn } from '../support/command-on.ts';
import { withAnswers } from './documented-commands.ts';
import { sagaMorning } from './saga-morning.ts';

// A document is the thing under test here, so this suite reads it from the disk.
const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/saga-operations.md', root), 'utf8');

describe('the page about operating sagas', () => {
  it('shows what its commands say', async () => {
    const operations = await sagaMorning();
    const run = (command: string): ReturnType<typeof commandOn> =>
      commandOn({ runRoom: runSaga, operations }, command.replace(/^saga /, ''));

    expect(await withAnswers(page, run)).toBe(page);
  });

  it.each(Object.keys(sagaCommands))('shows the command %s', (name) => {
    expect(page).toContain(`$ npm run pipeline -- saga ${name}`);
  });

  it('links only to files that exist', () => {
    const links = [...page.matchAll(/\]\((?<path>[^)#:]+)\)/g)].map(({ groups }) => groups?.['path'] ?? '');

    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(readFileSync(new URL(link, new URL('docs/', root)), 'utf8').length).toBeGreaterThan(0);
    }
  });
});
