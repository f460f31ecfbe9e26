import { writeSync } from 'node:fs';

// Loaded into a measured process by `--import`: tells its parent, over the fourth stream, how much memory it took at most.
process.on('exit', () => {
  writeSync(3, String(process.resourceUsage().maxRSS));
});
