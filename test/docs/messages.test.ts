import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { messagesCommands } from '../../console/messages/run-messages.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { messagesRig } from '../support/messages-on.ts';
import { changed, first, forgetful, ParcelWeighed } from './parcel-weighed.ts';

// A document is the thing under test here, so this suite reads it from the disk.
const root = new URL('../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const page = textOf('docs/messages.md');

const command = '$ npm run pipeline -- ';
const block = /```console\n([\s\S]*?)```/g;

/** How far the story is at each block of commands. */
const stages: readonly EventType[] = [first, changed, ParcelWeighed, forgetful, ParcelWeighed, ParcelWeighed];

/** The page with what its commands really say, one after the other in one project. */
async function documented(): Promise<string> {
  const rig = messagesRig([first]);
  const blocks: string[] = [];
  for (const [index, [, shown = '']] of [...page.matchAll(block)].entries()) {
    const answers: string[] = [];
    for (const line of shown.split('\n').filter((one) => one.startsWith(command))) {
      const { screen } = await rig.run(line.slice(command.length), stages.slice(index, index + 1));
      answers.push(`${line}\n${screen.trimEnd()}\n`);
    }
    blocks.push(`\`\`\`console\n${answers.join('\n')}\`\`\``);
  }
  let place = 0;
  return page.replaceAll(block, () => {
    place += 1;
    return blocks[place - 1] ?? '';
  });
}

describe('the page about messages', () => {
  it('shows what its commands say', async () => {
    expect(await documented()).toBe(page);
  });

  it.each(Object.keys(messagesCommands))('shows the command %s', (words) => {
    expect(page).toContain(`${command}${words}`);
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
