import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

// Run in a fresh process: loads one bundle and tells its parent, over the fourth stream, the milliseconds it took.
const url = pathToFileURL(process.argv[2] ?? '').href;
const started = performance.now();
await import(url);
writeSync(3, String(performance.now() - started));
// A handler may keep connections or timers open.
process.exit(0);
