import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { backendError } from '../backend-error.ts';
import { runCommand } from '../run-command.ts';
import { ensureJava, ensureMaven } from './java-commands.ts';
import { kafkaLibraryDirectory, kafkaPom, kafkaVersion } from './kafka-release.ts';

/**
 * Answers the folder of Kafka's jars; the first call installs them (about 35 MB, from Maven Central).
 *
 * Two installations at once do not harm each other: each fills a folder of its own, the first to end is kept.
 *
 * @throws PipelineError `backend-failed` with what to do when there is no Java, no Maven or no registry.
 */
export async function kafkaLibrary(say: (line: string) => void): Promise<string> {
  await ensureJava(say);
  if (existsSync(kafkaLibraryDirectory)) {
    return kafkaLibraryDirectory;
  }
  await ensureMaven(say);
  say(`installing Kafka ${kafkaVersion} into .local/tools ...`);
  await mkdir(dirname(kafkaLibraryDirectory), { recursive: true });
  const filling = await mkdtemp(`${kafkaLibraryDirectory}.`);
  try {
    await copyJars(filling);
    await keepFirst(filling);
  } finally {
    await rm(filling, { recursive: true, force: true });
  }
  return kafkaLibraryDirectory;
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

async function keepFirst(filled: string): Promise<void> {
  await rename(filled, kafkaLibraryDirectory).catch((error: unknown) => {
    if (!existsSync(kafkaLibraryDirectory)) {
      throw error;
    }
  });
}
