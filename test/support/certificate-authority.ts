import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../localstack/backends/run-command.ts';

/** A certificate and its private key, as PEM files. */
export interface IssuedCertificate {
  readonly certFile: string;
  readonly keyFile: string;
}

/** An authority of a test's own, which nobody else trusts. */
export interface CertificateAuthority {
  /** PEM. */
  readonly caFile: string;
  readonly ca: string;
  /** Issues a certificate for `localhost` and `127.0.0.1`, good for servers and for clients. */
  issue(name: string): Promise<IssuedCertificate>;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];

/** Makes an authority whose files lie in a directory. */
export async function createCertificateAuthority(directory: string): Promise<CertificateAuthority> {
  const [caFile, caKey] = [join(directory, 'ca.pem'), join(directory, 'ca.key')];
  await request(['-subj', '/CN=authority of a test', '-keyout', caKey, '-out', caFile]);
  return {
    caFile,
    ca: await readFile(caFile, 'utf8'),
    issue: async (name) => {
      const [certFile, keyFile] = [join(directory, `${name}.pem`), join(directory, `${name}.key`)];
      const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-addext', 'basicConstraints=CA:FALSE'];
      const signer = ['-CA', caFile, '-CAkey', caKey];
      await request(['-subj', `/CN=${name}`, ...names, ...signer, '-keyout', keyFile, '-out', certFile]);
      return { certFile, keyFile };
    },
  };
}

async function request(args: readonly string[]): Promise<void> {
  const { code, output } = await runCommand('openssl', ['req', '-x509', ...newKey, ...args]);
  if (code !== 0) {
    throw new TypeError(`openssl must make a certificate, it said: ${output.trim()}`);
  }
}
