import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { backendError } from '../backend-error.ts';
import { type CommandResult, runCommand } from '../run-command.ts';

/** Containers that belong together. */
export interface ComposeProject {
  readonly name: string;
  /**
   * Starts them and waits until they are healthy, when they say how that is seen.
   *
   * @throws PipelineError `backend-failed` when they do not start; none is left then.
   */
  up(variables: Readonly<Record<string, string>>): Promise<void>;
  /** Whether so many of them run. */
  runs(containers: number): Promise<boolean>;
  /**
   * Removes them and their data.
   *
   * @throws PipelineError `backend-failed` with the command that does it by hand.
   */
  down(): Promise<void>;
}

/** Files for Compose, below `localstack/`. */
export type ComposeFile = 'compose.yaml' | 'brokers.yaml';

/** What messages call the containers of a file. */
const titles: Readonly<Record<ComposeFile, string>> = {
  'compose.yaml': 'the local AWS endpoint',
  'brokers.yaml': 'the local brokers',
};

/** Seconds for images to come and containers to become healthy. */
const startSeconds = 300;

/** The project of a directory: two directories never share containers. */
export function projectOf(file: ComposeFile, directory: string): ComposeProject {
  const prefix = file === 'brokers.yaml' ? 'cdk-event-pipeline-brokers' : 'cdk-event-pipeline';
  return projectNamed(file, `${prefix}-${createHash('sha256').update(directory).digest('hex').slice(0, 8)}`);
}

/** A project by its name, as a directory remembers it. */
export function projectNamed(file: ComposeFile, name: string): ComposeProject {
  const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
  const compose = (args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<CommandResult> =>
    runCommand('docker', ['compose', '--project-name', name, '--file', path, ...args], {
      env: { ...process.env, ...variables },
    });
  const down = async (): Promise<void> => {
    const { code, output } = await compose(['down', '--volumes', '--remove-orphans']);
    if (code !== 0) {
      throw backendError(
        `Docker Compose must stop ${titles[file]}, it said "${lastLine(output)}"`,
        `run docker compose -p ${name} down`,
      );
    }
  };
  return {
    name,
    down,
    up: async (variables) => {
      const wait = ['up', '--detach', '--wait', '--wait-timeout', String(startSeconds)];
      const { code, output } = await compose(wait, variables);
      if (code !== 0) {
        await down();
        throw backendError(
          `Docker Compose must start ${titles[file]}, it said "${lastLine(output)}"`,
          'check the engine and the registry, or set PIPELINE_BACKENDS=native to do without Docker',
        );
      }
    },
    runs: async (containers) => {
      const { code, output } = await compose(['ps', '--status', 'running', '--quiet']);
      return code === 0 && output.split('\n').filter((line) => line.trim() !== '').length === containers;
    },
  };
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
