import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { eventsCommands } from '../../console/events/run-events.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { runDocumentedEvents } from './documented-events.ts';

// A document is the thing under test here, so this suite reads it from the disk.
const root = new URL('../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const page = textOf('docs/projections.md');
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('the page about projections', () => {
  it('shows what its commands say', async () => {
    expect(await runDocumentedEvents(page)).toBe(page);
  });

  it.each(Object.keys(eventsCommands))('shows the command %s', (name) => {
    expect(page).toContain(`$ npm run pipeline -- events ${name}`);
  });

  it('shows code of this repository only', () => {
    const blocks = [...page.matchAll(/<!-- from (?<path>\S+) -->\s+```ts\n(?<code>[\s\S]*?)```/g)];

    expect(blocks).toHaveLength((page.match(/```ts\n/g) ?? []).length);
    for (const { groups } of blocks) {
      expect(flat(textOf(groups?.['path'] ?? ''))).toContain(flat(groups?.['code'] ?? '').trim());
    }
  });

  it.each(orders.eventIndex?.projections ?? [])('names the projection %s', (name) => {
    expect(page).toContain(`\`${name}\``);
  });

  it('links only to files that exist', () => {
    const links = [...page.matchAll(/\]\((?<path>[^)#:]+)\)/g)].map(({ groups }) => groups?.['path'] ?? '');

    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(textOf(`docs/${link}`).length).toBeGreaterThan(0);
    }
  });
});
