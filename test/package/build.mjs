import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the package once for all suites that look at what was built. */
export default function build() {
  const { status } = spawnSync(process.execPath, ['bin/package/build-package.ts'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    throw new TypeError(`the package must build, the build ended with ${status}`);
  }
}
