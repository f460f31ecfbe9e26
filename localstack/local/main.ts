import { runCommand } from '../options/run-command.ts';
import { runOptionsHelp } from '../options/run-options.ts';
import { localReport } from './local-report.ts';

const help = `Deploys the pipeline onto a local AWS endpoint and replays orders through what is deployed.

Starts the endpoint, Kafka, Redis, RabbitMQ and NATS where they do not run, and leaves them running: a second run goes
on where the first one was cut off.
Stop it with: npm run local:down

Usage: npm run local -- [options]

${runOptionsHelp}
  --directory DIR         where the endpoint keeps its files (default: .local/run)
  --kafka-nodes N         1 or 3: three lose nothing with one of them (default: 1)

Exit code: 0 when every invariant holds, 1 when one does not, 2 for a wrong option, 130 after Ctrl-C.

Example: npm run local -- --limit 1000`;

await runCommand({ help, defaultLimit: 500, run: localReport });
