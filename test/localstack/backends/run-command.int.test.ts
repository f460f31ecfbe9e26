import { describe, expect, it } from '@jest/globals';
import { identityOf } from '../../../localstack/backends/process-identity.ts';
import { runCommand } from '../../../localstack/backends/run-command.ts';

const node = async (code: string, options: Parameters<typeof runCommand>[2] = {}): ReturnType<typeof runCommand> =>
  runCommand(process.execPath, ['-e', code], options);

describe('runCommand', () => {
  it('answers the exit code and what both streams printed', async () => {
    const result = await node('console.log("out"); console.error("err"); process.exitCode = 3');

    expect(result.code).toBe(3);
    expect(result.output).toContain('out\n');
    expect(result.output).toContain('err\n');
  });

  it('hands on whole lines as they come', async () => {
    const lines: string[] = [];

    await node('process.stdout.write("one\\ntw"); process.stdout.write("o\\n")', {
      onLine: (line) => lines.push(line),
    });

    expect(lines).toEqual(['one', 'two']);
  });

  it('answers 127 for a command that is not there', async () => {
    expect((await runCommand('no-such-command', [])).code).toBe(127);
  });

  it('ends the command with everything it started when it is told to', async () => {
    const controller = new AbortController();
    const pids: number[] = [];
    const parent = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']);
      console.log(child.pid);
      setInterval(() => {}, 1000);`;

    const result = await node(parent, {
      signal: controller.signal,
      onLine: (line) => {
        pids.push(Number(line));
        controller.abort();
      },
    });

    expect(result.code).not.toBe(0);
    expect(pids).toHaveLength(1);
    await becomesEnded(pids[0] ?? 0);
  });
});

/** Fails by the test's own deadline. */
async function becomesEnded(pid: number): Promise<void> {
  while (identityOf(pid) !== undefined) {
    await new Promise(setImmediate);
  }
}
