import { commonHelp } from '../command/common-help.ts';
import type { ExitCode } from '../command/exit-codes.ts';
import { type CommandHost, runCommands } from '../command/run-commands.ts';
import { forget } from './forget.ts';
import type { Forgetting } from './forgetting.ts';

const room = {
  name: 'forget',
  help: `${forget.help}\n\n${commonHelp.replace(/^.*\. /u, '')}`,
  commands: { person: forget },
  guide: 'docs/privacy.md',
} as const;

/** Runs the command and answers its exit code; what it says goes to the streams of the host. */
export function runForget(args: readonly string[], host: CommandHost<Forgetting>): Promise<ExitCode> {
  return runCommands(room, args.length === 0 || args.includes('--help') ? ['--help'] : ['person', ...args], host);
}
