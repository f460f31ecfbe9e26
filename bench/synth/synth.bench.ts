import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../report/median.ts';
import { runNode } from '../run-node.ts';

/** What `cdk synth` takes. */
export interface SynthFigures {
  /** Whole command, its checks and all bundles included; the median of the runs. */
  readonly seconds: number;
}

const runs = 3;
const args = ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--no-notices', '-c', 'env=dev', '--output'];

/** Synthesises the stacks of `dev`, from nothing each time. */
export async function benchSynth(progress: (line: string) => void): Promise<SynthFigures> {
  const samples: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    progress(`cdk synth ${run} of ${runs}`);
    samples.push(await secondsOfSynth());
  }
  return { seconds: median(samples) };
}

async function secondsOfSynth(): Promise<number> {
  const output = await mkdtemp(join(tmpdir(), 'bench-synth-'));
  try {
    const { seconds } = await runNode([...args, output]);
    return seconds;
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}
