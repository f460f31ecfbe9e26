import { runCommand } from '../options/run-command.ts';
import { runOptionsHelp } from '../options/run-options.ts';
import { embeddedReport } from './embedded-report.ts';

const help = `Runs the order pipeline in this process, every broker in memory: nothing to install, nothing left behind.

Usage: npm start -- [options]

${runOptionsHelp}

Exit code: 0 when every invariant holds, 1 when one does not, 2 for a wrong option, 130 after Ctrl-C.

Example: npm start -- --limit 1000 --decline-above 99.50`;

await runCommand({ help, run: embeddedReport });
