import { runCommand } from '../run-command.ts';

/** Whether a Docker engine with Compose answers; the command alone is not enough. */
export async function dockerEngineRuns(): Promise<boolean> {
  const engine = await runCommand('docker', ['info']);
  return engine.code === 0 && (await runCommand('docker', ['compose', 'version'])).code === 0;
}
