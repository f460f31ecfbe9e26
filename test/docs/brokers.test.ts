import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

// Documents are the thing under test here, so this suite reads them from the disk.
const root = new URL('../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const pages = readdirSync(new URL('docs/brokers/', root));

/** Layout aside: a page shows parts of files without their indentation. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/,(?= ?[)\]}])/g, '');

describe('the pages about brokers', () => {
  it('are one to choose by, one for each broker, and one about AWS', () => {
    expect(pages.toSorted()).toEqual(['aws.md', 'choose.md', 'kafka.md', 'nats.md', 'rabbitmq.md', 'redis.md']);
  });

  it.each(pages)('%s shows code of this repository only', (page) => {
    const text = textOf(`docs/brokers/${page}`);
    const blocks = [...text.matchAll(/<!-- from (?<path>\S+) -->\s+```ts\n(?<code>[\s\S]*?)```/g)];

    expect(blocks).toHaveLength((text.match(/```ts\n/g) ?? []).length);
    expect(blocks.length).toBeGreaterThan(0);
    for (const { groups } of blocks) {
      expect(flat(textOf(groups?.['path'] ?? ''))).toContain(flat(groups?.['code'] ?? '').trim());
    }
  });

  it('link to pages and name files that exist', () => {
    const all = pages.map((page) => textOf(`docs/brokers/${page}`)).join('\n');
    const linked = [...all.matchAll(/\]\((?<page>[a-z]+\.md)\)/g)].map(({ groups }) => groups?.['page']);
    const named = [...all.matchAll(/`(?<path>(?:test|lib|lambdas)\/[\w./-]+)`/g)].map(({ groups }) => groups?.['path']);

    expect(linked.filter((page) => !pages.includes(page ?? ''))).toEqual([]);
    expect(named.filter((path) => !existsSync(new URL(path ?? '', root)))).toEqual([]);
  });
});
