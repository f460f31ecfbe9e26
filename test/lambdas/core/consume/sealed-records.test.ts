import { beforeEach, describe, expect, it } from '@jest/globals';
import { silentTelemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import type { Envelope } from '../../../../lambdas/contracts/events/envelope.ts';
import { type Judgement, createJudge } from '../../../../lambdas/core/consume/judge-record.ts';
import { ok } from '../../../../lambdas/core/consume/outcome.ts';
import { emptyStream } from '../../../../lambdas/core/event-store/loaded-stream.ts';
import { tipKey } from '../../../../lambdas/core/event-store/tip.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import type { PayloadSource } from '../../../../lambdas/core/payload/whole-envelope.ts';
import { forgottenKey } from '../../../../lambdas/core/privacy/subject-item.ts';
import { PatientSeen, type PersonalRig, personalRig, seen, visits } from '../../../support/personal-rig.ts';

let rig: PersonalRig;
let body: string;
let handled: Envelope[];

beforeEach(async () => {
  rig = personalRig();
  handled = [];
  const after = emptyStream(visits, 'visit-v1');
  await rig.events.append(visits, { after, events: [seen('ada@home', 'she coughs')], cause: undefined });
  body = outboxEntries(await rig.items.get(tipKey('visit-v1')))[0]?.message.body ?? '';
});

function judged(payloads: PayloadSource, text = body): Promise<Judgement> {
  const judge = createJudge({
    consumer: {
      name: 'c',
      handles: [PatientSeen],
      handle: (message) => {
        handled.push(message);
        return Promise.resolve(ok());
      },
    },
    telemetry: silentTelemetry,
    ...(payloads && { payloads }),
  });
  return judge({ id: 'r', body: text, group: 'g', receiveCount: 1, receipt: 'x' }, 1);
}

describe('a sealed message', () => {
  it('reaches its consumer open', async () => {
    expect(body).not.toContain('ada@home');

    expect(await judged({ personal: rig.restarted().seal })).toEqual({ kind: 'handled' });

    expect(handled[0]?.data).toMatchObject({ patient: 'ada@home', age: 77 });
  });

  it('failure mode 60: reaches its consumer without what is personal when its person was forgotten meanwhile', async () => {
    const { datasubject } = JSON.parse(body) as { readonly datasubject: string };
    await rig.items.write(forgottenKey(datasubject, 1));

    expect(await judged({ personal: rig.restarted().seal })).toEqual({ kind: 'handled' });

    expect(handled[0]?.data).toMatchObject({ patient: 'somebody', age: 0 });
  });

  it('is tried again while the keys do not answer', async () => {
    const down = new PipelineError('down', { code: 'keys-unavailable', retryable: true });
    const personal = { ...rig.seal, unseal: () => Promise.reject(down) };

    expect(await judged({ personal })).toMatchObject({ kind: 'failed', reason: 'keys-unavailable' });
  });

  it.each([
    ['nobody can open it', () => undefined, 'payload-sealed'],
    ['it was changed on its way', () => ({ personal: rig.seal }), 'seal-broken'],
  ])('is parked when %s', async (_, source, reason) => {
    const text = reason === 'seal-broken' ? body.replace('patient.seen:1', 'patient.seen:2') : body;

    expect(await judged(source(), text)).toMatchObject({ kind: 'poison', reason: expect.stringContaining(reason) });
    expect(handled).toEqual([]);
  });
});
