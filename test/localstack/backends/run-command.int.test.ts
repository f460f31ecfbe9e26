import { describe, expect, it } from '@jest/globals';
import { type ProcessIdentity, identityOf, isRunning } from '../../../localstack/backends/process-identity.ts';
import { runCommand } from '../../../localstack/backends/run-command.ts';

const node = process.execPath;

/** A process that starts another in a group of its own, says both ids and waits. */
const parent = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  console.log(process.pid + ' ' + child.pid);
  setInterval(() => {}, 1000);
`;

describe('runCommand', () => {
  it('answers the exit code and what both streams said', async () => {
    const result = await runCommand(node, ['-e', "console.log('out'); console.error('err'); process.exit(3)"]);

    expect(result.code).toBe(3);
    expect(result.output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
  });

  it('answers 127 for a command that is not there', async () => {
    expect(await runCommand('no-such-command-anywhere', [])).toMatchObject({ code: 127 });
  });

  it('ends the command and what it started in other groups when it is stopped, before it answers', async () => {
    const controller = new AbortController();
    const family: (ProcessIdentity | undefined)[] = [];

    const { code } = await runCommand(node, ['-e', parent], {
      signal: controller.signal,
      onLine: (line) => {
        family.push(...line.split(' ').map((pid) => identityOf(Number(pid))));
        controller.abort();
      },
    });

    expect(code).toBe(128);
    expect(family).toHaveLength(2);
    expect(family.map((member) => member !== undefined && isRunning(member))).toEqual([false, false]);
  });

  it('does not leave a command running that was stopped before it began', async () => {
    const { code } = await runCommand(node, ['-e', parent], { signal: AbortSignal.abort() });

    expect(code).toBe(128);
  });
});
