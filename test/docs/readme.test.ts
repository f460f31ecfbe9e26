import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { topologyOf } from '../../lambdas/contracts/definition/topology.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';

// Documents are the thing under test here, so this suite reads them from the disk.
const root = new URL('../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const readme = textOf('README.md');

/** Layout aside: the README shows parts of files without their indentation. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/,(?= ?[)\]}])/g, '');

const blocks = [...readme.matchAll(/<!-- from (?<path>\S+) -->\s+```ts\n(?<code>[\s\S]*?)```/g)];

describe('the README', () => {
  it('shows code of this repository only', () => {
    expect(blocks).toHaveLength((readme.match(/```ts\n/g) ?? []).length);
    for (const { groups } of blocks) {
      expect(flat(textOf(groups?.['path'] ?? ''))).toContain(flat(groups?.['code'] ?? '').trim());
    }
  });

  it('draws the topology of the definition', () => {
    expect(readme).toContain(topologyOf(orders));
  });

  it('names only scripts that exist', () => {
    const scripts = new Set(Object.keys((JSON.parse(textOf('package.json')) as { scripts: object }).scripts));
    const named = [...readme.matchAll(/npm run (?<script>[\w:]+)/g)].map(({ groups }) => groups?.['script'] ?? '');

    expect(named.filter((script) => !scripts.has(script))).toEqual([]);
  });

  it('links only to files that exist', () => {
    const links = [...readme.matchAll(/\]\((?<path>[^)#:]+)\)/g)].map(({ groups }) => groups?.['path'] ?? '');

    expect(links.length).toBeGreaterThan(0);
    for (const link of links.filter((path) => /\.\w+$/.test(path))) {
      expect(textOf(link).length).toBeGreaterThan(0);
    }
  });
});
