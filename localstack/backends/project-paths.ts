import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of package.json. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/u, '');

/** Everything that local runs write lies below; it may be deleted whenever nothing runs. */
export const localDirectory = join(projectRoot, '.local');

/** Where `npm run local` keeps its endpoint, deployment and checkpoints. */
export const runDirectory = join(localDirectory, 'run');

/** Where the tests keep theirs, so that they and a local run leave each other alone. */
export const testDirectory = join(localDirectory, 'test');

/** Folder of the project's own Node; first on the PATH of everything that is started. */
export const nodeDirectory = join(projectRoot, 'node_modules', 'node', 'bin');
