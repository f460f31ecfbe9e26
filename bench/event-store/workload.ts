import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { type Account, type Booking, booked, emptyAccount } from './account.ts';

/** A store of events under measurement. */
export interface StoreSide {
  load(accountId: string): Promise<LoadedAccount>;
}

/** An account as it was loaded. */
export interface LoadedAccount {
  readonly account: Account;
  /** Appends bookings behind what was loaded: all, or none when somebody else was faster. */
  append(bookings: readonly Booking[]): Promise<void>;
}

/** Events of a commit. */
export const eventsPerCommit = 10;

/** How many accounts there are and how often each is booked on. */
export interface Workload {
  readonly accounts: number;
  readonly commits: number;
  /** Begins the name of each account. @default `account` */
  readonly prefix?: string;
}

/** Microseconds that each of some steps took, on average. */
export interface StepTimes {
  /** A commit of {@link eventsPerCommit} events behind an account that is in hand. */
  readonly append: number;
  /** A load of an account, before each commit and after the last. */
  readonly load: number;
}

/** What is told when an account was loaded or appended to. */
export type Watch = (step: keyof StepTimes) => void;

/**
 * Books on every account and loads it before each commit and at the end: on all accounts once before on any again.
 *
 * @throws PipelineError `batch-failed` unless each account ends as what its bookings lead to: a side would be fast for
 * the wrong reason.
 */
export async function play(side: StoreSide, workload: Workload, watch?: Watch): Promise<StepTimes> {
  const { accounts, commits, prefix = 'account' } = workload;
  const total = { append: 0, load: 0 };
  for (let commit = 0; commit <= commits; commit += 1) {
    for (let place = 0; place < accounts; place += 1) {
      const accountId = `${prefix}-${place}`;
      const started = performance.now();
      const loaded = await side.load(accountId);
      const between = performance.now();
      watch?.('load');
      total.load += between - started;
      if (commit < commits) {
        total.append += await appended(loaded, bookingsOf(accountId, commit));
        watch?.('append');
      } else {
        refuseWrong(loaded.account, commits);
      }
    }
  }
  const microseconds = 1000 / accounts;
  return { append: (total.append * microseconds) / commits, load: (total.load * microseconds) / (commits + 1) };
}

/** The bookings of one commit: the same for every side, about 110 bytes of JSON each. */
function bookingsOf(accountId: string, commit: number): readonly Booking[] {
  return Array.from({ length: eventsPerCommit }, (_, place) => ({
    accountId,
    cents: 100 * commit + place,
    reference: `invoice 2026-${commit}-${place} of the regular delivery`,
    by: 'clerk-17',
  }));
}

async function appended(loaded: LoadedAccount, bookings: readonly Booking[]): Promise<number> {
  const started = performance.now();
  await loaded.append(bookings);
  return performance.now() - started;
}

function refuseWrong({ cents, bookings }: Account, commits: number): void {
  const wanted = Array.from({ length: commits }, (_, commit) => bookingsOf('', commit))
    .flat()
    .reduce(booked, emptyAccount);
  if (cents !== wanted.cents || bookings !== wanted.bookings) {
    throw new PipelineError(
      `an account must have ${wanted.cents} cents of ${wanted.bookings} bookings, got ${cents} of ${bookings}`,
      { code: 'batch-failed' },
    );
  }
}
