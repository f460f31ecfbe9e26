import { describe, expect, it } from '@jest/globals';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { createJudge } from '../../../../lambdas/core/consume/judge-record.ts';
import { type Outcome, park, retry } from '../../../../lambdas/core/consume/outcome.ts';
import { createMemoryTelemetry, type LogLine } from '../../../../lambdas/adapters/telemetry/memory-telemetry.ts';
import { errorFields } from '../../../../lambdas/adapters/telemetry/error-fields.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { PatientSeen, seen } from '../../../support/personal-rig.ts';

const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
const body = JSON.stringify(writer.write(seen('ada lovelace', 'has a bad cough'), undefined));

/** What a consumer's answer to a record leaves in logs and parked messages. */
async function left(handle: () => Promise<Outcome>, text = body): Promise<string> {
  const lines: LogLine[] = [];
  const telemetry = createMemoryTelemetry({ write: (line) => lines.push(line) });
  const judge = createJudge({ consumer: { name: 'c', handles: [PatientSeen], handle }, telemetry });
  const judgement = await judge({ id: 'r', body: text, group: 'g', receiveCount: 1, receipt: 'x' }, 1);
  return JSON.stringify([judgement, lines.map(({ cause, ...line }) => ({ ...line, error: errorFields(cause) }))]);
}

describe('what is personal in a message', () => {
  it.each([
    ['parks it and says why', () => Promise.resolve(park('ada lovelace has a bad cough, not a cold'))],
    ['wants it again and says why', () => Promise.resolve(retry('no bed for ada lovelace'))],
    ['throws an error that names it', () => Promise.reject(new TypeError('ada lovelace is 77'))],
    [
      'throws an error behind which there is one that names it',
      () => Promise.reject(new Error('outer', { cause: new Error('has a bad cough') })),
    ],
    [
      'throws an error of this package that names it',
      () => Promise.reject(new PipelineError('got ada lovelace', { code: 'input-invalid' })),
    ],
  ])('is in no log and no reason when its consumer %s', async (_, handle) => {
    const text = await left(handle);

    expect(text).not.toMatch(/lovelace|bad cough/);
  });

  it('keeps the name and the code of an error, and what it says besides', async () => {
    const named = await left(() =>
      Promise.reject(new PipelineError('no bed for ada lovelace', { code: 'input-invalid' })),
    );

    expect(named).toContain('no bed for ***');
    expect(named).toContain('"reason":"input-invalid"');
    expect(named).toContain('"name":"PipelineError"');
  });

  it('is in no reason when the message breaks its contract', async () => {
    const broken = body.replace('"age":77', '"age":"seventy-seven"');

    const text = await left(() => Promise.resolve(park('never')), broken);

    expect(text).toContain('event-invalid');
    expect(text).not.toMatch(/lovelace|bad cough|seventy-seven/);
  });

  it('is in no log line of a function, whatever AWS put beside an error', () => {
    const failure = Object.assign(new Error('the conditional request failed'), { Item: { patient: 'ada lovelace' } });

    expect(JSON.stringify(errorFields(failure))).not.toContain('lovelace');
  });
});
