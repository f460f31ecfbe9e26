import type { Parking } from '../ports/parking.ts';
import { type JudgeDependencies, createJudge } from './judge-record.ts';
import type { SourceRecord } from './source-record.ts';
import { type Verdict, done } from './verdict.ts';

/** What a record handler works with. */
export interface RecordHandlerDependencies extends JudgeDependencies {
  readonly parking: Parking;
}

/** Takes one record to its end; never rejects. `deadline` in milliseconds since the epoch. */
export type RecordHandler = (record: SourceRecord, deadline: number) => Promise<Verdict>;

/**
 * Creates the handler of records that may overtake one another: poison is parked with its reason, and the next one
 * goes on.
 *
 * A record that could not be parked is delivered again, so that nothing is lost.
 */
export function createRecordHandler(dependencies: RecordHandlerDependencies): RecordHandler {
  const { parking, telemetry, retryDelay } = dependencies;
  const judge = createJudge(dependencies);
  return async (record, deadline) => {
    const judgement = await judge(record, deadline);
    if (judgement.kind === 'handled') {
      return done;
    }
    if (judgement.kind === 'failed') {
      telemetry.count('RecordsRetried', 1);
      return { done: false, afterSeconds: judgement.afterSeconds };
    }
    const { reason, fields } = judgement;
    try {
      await parking.park(record, reason);
    } catch (cause) {
      telemetry.count('RecordsRetried', 1);
      telemetry.error('record not parked', { ...fields, reason }, cause);
      return { done: false, afterSeconds: retryDelay?.(record.receiveCount) };
    }
    telemetry.count('RecordsParked', 1);
    telemetry.warn('record parked', { ...fields, reason });
    return done;
  };
}
