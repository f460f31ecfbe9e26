import type { ImportedRun } from '../import/import-run.ts';
import type { Entry } from '../import/order-import.ts';
import type { RunProcess } from '../options/run-command.ts';
import { createProgressBar } from '../report/progress-bar.ts';
import type { Deployed } from './deployed.ts';
import { placeOrders } from './place-orders.ts';
import { waitUntilDrained } from './wait-until-drained.ts';

/** What became of a replay. */
export interface ReplayOutcome {
  readonly sent: number;
  /** Whether nothing was left to do when it ended. */
  readonly drained: boolean;
}

/** Sends orders to the deployment and waits, with progress, until it has nothing left to do. */
export async function replay(run: {
  readonly deployed: Deployed;
  readonly imported: ImportedRun;
  readonly fresh: readonly Entry[];
  readonly process: RunProcess;
}): Promise<ReplayOutcome> {
  const { deployed, fresh } = run;
  const { signal, progress } = run.process;
  const { sqs, deployment } = deployed;
  const total = run.imported.entries.length;
  const placing = createProgressBar(progress, 'placed', fresh.length);
  const sent = await placeOrders({
    ...{ sqs, queueUrls: deployment.queueUrls, entries: fresh, signal },
    onProgress: (count) => {
      placing.update(count, `${count} of ${fresh.length} orders sent`);
    },
  });
  placing.finish();
  const bar = createProgressBar(progress, 'ended ', total);
  const drained = await waitUntilDrained({
    signal,
    look: () => deployed.look(),
    onLook: ({ ended, lag, deadLetters }) => {
      bar.update(ended, `${ended} orders ended, ${lag} messages waiting, ${deadLetters} dead letters`);
    },
  });
  bar.finish();
  return { sent, drained };
}
