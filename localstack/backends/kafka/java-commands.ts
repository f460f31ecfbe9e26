import { backendError } from '../backend-error.ts';
import { runCommand } from '../run-command.ts';

/** The oldest Java that a broker of Kafka 4 runs on. Source: https://kafka.apache.org/documentation/#java */
export const oldestJava = 17;

const runtimes = ['openjdk-17-jre-headless', 'openjdk-21-jre-headless'];

/**
 * Sees to it that `java` is on the PATH, of the version that Kafka needs; as root on Debian it installs one.
 *
 * @throws PipelineError `backend-failed` with what to install when it is missing or too old.
 */
export async function ensureJava(say: (line: string) => void): Promise<void> {
  if (await hasJava()) {
    return;
  }
  say('installing Java ...');
  await installOneOf(runtimes);
  if (!(await hasJava())) {
    throw backendError(
      `java of version ${oldestJava} or later must be on the PATH, it is not`,
      'install it (Debian: apt-get install openjdk-17-jre-headless, macOS: brew install openjdk), then run it again',
    );
  }
}

/**
 * Sees to it that `mvn` is on the PATH; as root on Debian it installs Maven.
 *
 * @throws PipelineError `backend-failed` with what to install when it is missing.
 */
export async function ensureMaven(say: (line: string) => void): Promise<void> {
  if (await hasMaven()) {
    return;
  }
  say('installing Maven ...');
  await installOneOf(['maven']);
  if (!(await hasMaven())) {
    throw backendError(
      'mvn must be on the PATH, it is not',
      'install it (Debian: apt-get install maven, macOS: brew install maven), then run it again',
    );
  }
}

/** The major version in what `java -version` prints, undefined when there is none. */
export function javaMajor(printed: string): number | undefined {
  const major = /version "(?<major>\d+)/u.exec(printed)?.groups?.['major'];
  return major === undefined ? undefined : Number(major);
}

async function hasJava(): Promise<boolean> {
  const { code, output } = await runCommand('java', ['-version']);
  return code === 0 && (javaMajor(output) ?? 0) >= oldestJava;
}

async function hasMaven(): Promise<boolean> {
  const { code } = await runCommand('mvn', ['-version']);
  return code === 0;
}

/** Only root may install packages; elsewhere nothing happens and the caller says what is missing. */
async function installOneOf(packages: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0) {
    return;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update'], { env });
  for (const name of packages) {
    const { code } = await runCommand('apt-get', ['install', '--yes', '--no-install-recommends', name], { env });
    if (code === 0) {
      return;
    }
  }
}
