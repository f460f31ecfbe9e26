import { fileURLToPath } from 'node:url';
import { measuredNumber } from '../measured-number.ts';
import { runNode } from '../run-node.ts';
import type { Delivery, SideName } from './side-of.ts';

const script = fileURLToPath(new URL('allocated-in-process.ts', import.meta.url));

/** Room for all that is measured, so that nothing is collected meanwhile and what is in use grows by what is allocated. */
const roomMegabytes = 256;
const flags = ['--expose-gc', `--min-semi-space-size=${roomMegabytes}`, `--max-semi-space-size=${roomMegabytes}`];

/** Bytes of heap that one side allocates for each record, measured in a fresh process. */
export async function allocatedPerRecord(side: SideName, delivery: Delivery): Promise<number> {
  const { measured } = await runNode([...flags, script, side, delivery]);
  return measuredNumber(measured);
}
