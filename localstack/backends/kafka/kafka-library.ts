import { backendError } from '../backend-error.ts';
import { installedOnce } from '../installed-once.ts';
import { runCommand } from '../run-command.ts';
import { ensureJava, ensureMaven } from './java-commands.ts';
import { kafkaPom, kafkaVersion } from './kafka-release.ts';

/**
 * Answers the folder of Kafka's jars; the first call installs them (about 35 MB, from Maven Central).
 *
 * Two installations at once do not harm each other: each fills a folder of its own, the first to end is kept.
 *
 * @throws PipelineError `backend-failed` with what to do when there is no Java, no Maven or no registry.
 */
export async function kafkaLibrary(say: (line: string) => void): Promise<string> {
  await ensureJava(say);
  const fill = async (folder: string): Promise<void> => {
    await ensureMaven(say);
    await copyJars(folder);
  };
  return installedOnce({ name: `kafka-${kafkaVersion}`, title: `Kafka ${kafkaVersion}`, fill }, say);
}

async function copyJars(directory: string): Promise<void> {
  const { code, output } = await runCommand('mvn', [
    ...['--batch-mode', '--no-transfer-progress', '--quiet', '--file', kafkaPom],
    ...['dependency:copy-dependencies', `-DoutputDirectory=${directory}`, '-DincludeScope=runtime'],
  ]);
  if (code !== 0) {
    const said = output.split('\n').find((line) => line.includes('[ERROR]')) ?? '';
    throw backendError(
      `Kafka must be installable with Maven, mvn said "${said.trim()}"`,
      'check the network and the mirrors of settings.xml, then run it again',
    );
  }
}
