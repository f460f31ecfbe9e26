import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { backendError } from '../backend-error.ts';
import { runCommand } from '../run-command.ts';
import { kafkaEnvironment } from './kafka-command.ts';

/** What a TLS listener shows, and what a client trusts. */
export interface KafkaCertificate {
  /** PKCS#12, holds the private key. */
  readonly keystore: string;
  readonly keystorePassword: string;
  /** PEM: the certificate that clients trust. */
  readonly caFile: string;
}

const days = '30';
const store = ['-alias', 'kafka', '-storetype', 'PKCS12', '-storepass:env', 'KEYSTORE_PASSWORD'];

/**
 * Makes a certificate for `localhost` and `127.0.0.1`, signed by itself, with the `keytool` that comes with Java.
 *
 * @throws PipelineError `backend-failed` when `keytool` cannot make it.
 */
export async function createKafkaCertificate(directory: string): Promise<KafkaCertificate> {
  const keystore = join(directory, 'server.p12');
  const caFile = join(directory, 'ca.pem');
  const keystorePassword = randomBytes(18).toString('hex');
  const env = { ...kafkaEnvironment(), KEYSTORE_PASSWORD: keystorePassword };
  const place = [...store, '-keystore', keystore];
  const subject = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1', '-validity', days];
  await keytool(['-genkeypair', ...place, '-keyalg', 'EC', '-groupname', 'secp256r1', ...subject], env);
  await keytool(['-exportcert', '-rfc', ...place, '-file', caFile], env);
  return { keystore, keystorePassword, caFile };
}

async function keytool(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { code, output } = await runCommand('keytool', args, { env });
  if (code !== 0) {
    throw backendError(`keytool must make a certificate, it said "${output.trim()}"`, 'it comes with Java');
  }
}
