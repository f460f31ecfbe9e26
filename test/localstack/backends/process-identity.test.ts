import { describe, expect, it } from '@jest/globals';
import { familyOf, isRunning } from '../../../localstack/backends/process-identity.ts';
import type { ProcessEntry } from '../../../localstack/backends/process-table.ts';

const entry = (pid: number, fields: Partial<ProcessEntry> = {}): ProcessEntry => ({
  pid,
  parent: 1,
  group: pid,
  zombie: false,
  started: `at ${pid}`,
  ...fields,
});
const identity = (pid: number): { readonly pid: number; readonly started: string } => ({ pid, started: `at ${pid}` });

describe('isRunning', () => {
  it.each([
    ['holds for the very process', [entry(10)], true],
    ['does not hold when the pid belongs to a later process', [entry(10, { started: 'later' })], false],
    ['does not hold for a process that ended and was not asked for yet', [entry(10, { zombie: true })], false],
    ['does not hold when nothing has the pid', [entry(11)], false],
  ])('%s', (_, table, expected) => {
    expect(isRunning(identity(10), table)).toBe(expected);
  });
});

describe('familyOf', () => {
  it('takes the leader, its group and what they started, also in groups of their own', () => {
    const table = [entry(10), entry(11, { parent: 10, group: 10 }), entry(12, { parent: 11 }), entry(13)];

    expect(familyOf(identity(10), table)).toEqual([identity(10), identity(11), identity(12)]);
  });

  it('takes the group of a leader that ended before', () => {
    const table = [entry(11, { group: 10 }), entry(12, { parent: 11 })];

    expect(familyOf(identity(10), table)).toEqual([identity(11), identity(12)]);
  });

  it('takes nothing when the pid of the leader belongs to a later process', () => {
    const table = [entry(10, { started: 'later' }), entry(11, { parent: 10, group: 10 })];

    expect(familyOf(identity(10), table)).toEqual([]);
  });

  it('leaves out what ended and was not asked for yet', () => {
    const table = [entry(10), entry(11, { parent: 10, zombie: true })];

    expect(familyOf(identity(10), table)).toEqual([identity(10)]);
  });
});
