import { delimiter, join } from 'node:path';
import { awsEnvironment } from '../backends/aws-environment.ts';
import { backendError } from '../backends/backend-error.ts';
import { nodeDirectory, projectRoot } from '../backends/project-paths.ts';
import { runCommand } from '../backends/run-command.ts';

/** A run of the `cdk` command. */
export interface CdkRun {
  readonly endpoint: string;
  readonly args: readonly string[];
  /** Takes the lines that tell how far it is. */
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const linesOfTheEnd = 15;

/**
 * Runs the project's `cdk` against a local endpoint.
 *
 * @throws PipelineError `backend-failed` with the end of its output.
 */
export async function runCdk({ endpoint, args, say, signal }: CdkRun): Promise<void> {
  const [command = ''] = args;
  const { code, output } = await runCommand(
    process.execPath,
    [join(projectRoot, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args],
    {
      cwd: projectRoot,
      // `cdk.json` starts `node`, which must be the one that runs TypeScript.
      env: { ...awsEnvironment(endpoint), PATH: [nodeDirectory, process.env['PATH'] ?? ''].join(delimiter) },
      onLine: (line) => {
        if (isProgress(line)) {
          say(line.trim());
        }
      },
      ...(signal && { signal }),
    },
  );
  if (code !== 0) {
    const end = output.trim().split('\n').slice(-linesOfTheEnd).join('\n');
    throw backendError(`cdk ${command} must succeed, it ended with ${code} and said:\n${end}`, 'correct it and repeat');
  }
}

/** Stacks that begin and stacks that are done; everything else `cdk` prints is detail. */
function isProgress(line: string): boolean {
  return line.includes('✅') || /^[\w-]+: deploying\.\.\./u.test(line);
}
