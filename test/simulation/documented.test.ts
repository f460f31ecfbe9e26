import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkInvariants } from '../../localstack/report/invariants/check-invariants.ts';
import { readFacts } from '../../localstack/report/read-facts.ts';
import { faults, faultsOf } from './schedule/faults.ts';
import { worldNames, worlds } from './worlds.ts';

// A document is the thing under test here, so this suite reads it from the disk.
const page = readFileSync(new URL('../../docs/simulation.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');

const tableOf = (name: string): string =>
  new RegExp(`<!-- ${name}:begin -->([\\s\\S]*)<!-- ${name}:end -->`).exec(page)?.[1] ?? '';

describe('the page about the simulation', () => {
  it.each(Object.entries(faults))('describes the fault %s and the calls it strikes', (kind, meaning) => {
    const operations = Object.entries(faultsOf)
      .filter(([, kinds]) => kinds.some((one) => one === kind))
      .map(([operation]) => operation);
    const where = operations.length === Object.keys(faultsOf).length ? 'every call' : operations.join(', ');

    expect(page).toContain(`| \`${kind}\` | ${where} | ${meaning} |`);
  });

  it.each(worldNames)('lists every mutant of the %s, each caught', (world) => {
    const named = tableOf(`${world}-mutants`);
    const { mutants } = worlds[world];

    expect(mutants.filter((name) => !named.includes(`\n${name} `))).toEqual([]);
    expect(named).toContain(`all ${mutants.length} mutants are caught`);
  });

  it.each(worldNames)('shows totals of a run of the %s in which every invariant held', (world) => {
    const totals = tableOf(`${world}-totals`);

    expect(totals).toContain('every invariant held');
    expect(Object.keys(faults).filter((kind) => !totals.includes(`\n${kind} `))).toEqual([]);
  });

  it('names every invariant', () => {
    const results = checkInvariants({ facts: readFacts([]), accepted: new Set(), parked: new Set() });

    expect(results.filter(({ number, promise }) => !page.includes(`| ${number} | ${promise} |`))).toEqual([]);
  });
});
