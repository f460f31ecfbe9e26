import { describe, expect, it } from '@jest/globals';
import { entryFromPs, entryFromStat } from '../../../localstack/backends/process-table.ts';

const stat = (name: string, state: string): string =>
  `42 (${name}) ${state} 7 40 40 0 -1 4194560 1 0 0 0 1 2 3 4 20 0 1 0 987654 1000 100`;

describe('entryFromStat', () => {
  it.each(['python3', 'tmux: server', 'odd) R 1 (name'])('reads the fields behind the name "%s"', (name) => {
    const entry = entryFromStat(stat(name, 'S'));

    expect(entry).toEqual({ pid: 42, parent: 7, group: 40, zombie: false, started: '987654' });
  });

  it('knows a process that ended and was not asked for yet', () => {
    expect(entryFromStat(stat('node', 'Z'))?.zombie).toBe(true);
  });

  it('answers nothing for a line that is not whole', () => {
    expect(entryFromStat('42 (node) S 7')).toBeUndefined();
  });
});

describe('entryFromPs', () => {
  it('reads the fields, with the start as the system writes it', () => {
    const entry = entryFromPs('  42     7    40 Ss   Wed Nov 25 10:00:00 2026');

    expect(entry).toEqual({ pid: 42, parent: 7, group: 40, zombie: false, started: 'Wed Nov 25 10:00:00 2026' });
  });

  it('knows a process that ended and was not asked for yet', () => {
    expect(entryFromPs('42 7 40 Z+ Wed Nov 25 10:00:00 2026')?.zombie).toBe(true);
  });

  it.each(['', '42 7 40'])('answers nothing for the line "%s"', (line) => {
    expect(entryFromPs(line)).toBeUndefined();
  });
});
