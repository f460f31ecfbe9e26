import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHmacTokenSigner } from '../../../../lambdas/adapters/system/hmac-token-signer.ts';
import { createApprovalToken } from '../../../../lambdas/core/approval/approval-token.ts';
import {
  type ApprovalDesk,
  type ApprovalDeskDependencies,
  createApprovalDesk,
} from '../../../../lambdas/core/approval/decide-approval.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import { createTimerSweeper } from '../../../../lambdas/core/saga/timers/timer-sweeper.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { type LoanRig, loanRig, loanStore } from '../../../support/loan-rig.ts';

const hour = 3_600_000;

let rig: LoanRig;
let token: string;

beforeEach(async () => {
  rig = loanRig();
  token = await rig.reviewed('a');
});

function desk(change: Partial<ApprovalDeskDependencies> = {}): ApprovalDesk {
  const { items, signer, clock } = rig;
  const writer = createMessageWriter({ ids: fixedIds('decision-'), clock, source: '/loans/approvals' });
  return createApprovalDesk({ items, signer, writer, clock, stores: { lend: loanStore }, ...change });
}

/** What the desk has to say to sagas. */
function decisions(): readonly OutgoingMessage[] {
  return [...rig.items.scan()]
    .filter(({ key }) => key.sort.startsWith('approval#'))
    .flatMap((item) => outboxEntries(item).map(({ message }) => message));
}

async function deliverAll(): Promise<void> {
  for (const message of decisions()) {
    await rig.deliver(message);
  }
}

const approve = (by = 'ann'): Promise<unknown> => desk().decide({ token, decision: 'approved', by });

describe('a decision', () => {
  it('failure mode 53: moves the saga on and is recorded with who made it', async () => {
    const answer = await approve();
    await deliverAll();

    expect(answer).toMatchObject({
      ...{ kind: 'decided', first: true, made: { decision: 'approved', by: 'ann', at: rig.clock.now() } },
    });
    expect(await rig.state('a')).toMatchObject({
      ...{ pending: [{ step: 'cool-off' }], results: { review: { decision: 'approved', by: 'ann' } } },
    });
  });

  it('failure mode 53: to reject has the saga undone, for the reason that was given', async () => {
    await desk().decide({ token, decision: 'rejected', by: 'ann', reason: 'too much' });
    await deliverAll();

    expect(await rig.state('a')).toMatchObject({
      ...{ status: 'compensating', failure: { step: 'review', reason: 'too much' } },
    });
  });

  it('failure mode 53: made twice counts once, and the second is told of the first and by whom it was made', async () => {
    await approve();
    rig.clock.advance(1000);
    const again = await approve();
    const other = await desk().decide({ token, decision: 'rejected', by: 'bob' });
    await deliverAll();
    await deliverAll();

    const made = { decision: 'approved', by: 'ann', at: rig.clock.now() - 1000 };
    expect([again, other]).toEqual([
      expect.objectContaining({ kind: 'decided', first: false, made }),
      expect.objectContaining({ kind: 'decided', first: false, made }),
    ]);
    expect(decisions()).toHaveLength(1);
    expect((await rig.state('a')).pending.map(({ step }) => step)).toEqual(['cool-off']);
  });

  it('failure mode 53: of two at the same moment one counts, and both are told which', async () => {
    const [one, other] = await Promise.all([
      desk().decide({ token, decision: 'approved', by: 'ann' }),
      desk().decide({ token, decision: 'rejected', by: 'bob' }),
    ]);

    expect([one, other].map((answer) => answer.kind === 'decided' && answer.first).sort()).toEqual([false, true]);
    expect(one.kind === 'decided' && one.made).toEqual(other.kind === 'decided' && other.made);
    expect(decisions()).toHaveLength(1);
  });

  it.each([
    [hour - 1, 'decided'],
    [hour, 'refused'],
    [hour + 1, 'refused'],
  ])('failure mode 53: after %i ms of an hour is %s', async (waited, kind) => {
    rig.clock.advance(waited);

    const answer = await approve();

    expect(answer).toMatchObject(kind === 'decided' ? { kind, first: true } : { kind, why: 'token-expired' });
    expect(decisions()).toHaveLength(kind === 'decided' ? 1 : 0);
  });

  it('failure mode 53: that was made is told even when its time is over by then', async () => {
    await approve();
    rig.clock.advance(2 * hour);

    expect(await desk().look(token)).toMatchObject({ kind: 'decided', made: { by: 'ann' } });
    expect(await approve('bob')).toMatchObject({ kind: 'decided', first: false, made: { by: 'ann' } });
  });

  it('failure mode 53: is refused when the saga was given up meanwhile', async () => {
    rig.clock.advance(hour);
    await createTimerSweeper(rig.sweeping).sweep({ deadline: Number.MAX_SAFE_INTEGER });
    const early = { now: () => rig.clock.now() - 1 };

    const answer = await desk({ clock: early }).decide({ token, decision: 'approved', by: 'ann' });

    expect(answer).toEqual({ kind: 'refused', why: 'not-awaited' });
  });

  it('failure mode 41: that crosses with the end of its time is recorded, and one of the two moves the saga', async () => {
    rig.clock.advance(hour - 1);
    await approve();
    rig.clock.advance(1);
    await createTimerSweeper(rig.sweeping).sweep({ deadline: Number.MAX_SAFE_INTEGER });
    const givenUp = await rig.state('a');
    await deliverAll();

    expect(await rig.state('a')).toEqual(givenUp);
    expect(givenUp.failure).toEqual({ step: 'review', reason: 'no decision in time' });
    expect(rig.telemetry.lines).toContain('reply ignored');
  });

  it('failure mode 53: needs a token that was signed here, for a saga that is known here', async () => {
    const stranger = createHmacTokenSigner(new Uint8Array(32).fill(9));
    const asked = { saga: 'lend', key: 'a', step: 'review', generation: 2, expiresAt: rig.clock.now() + hour };
    const forged = await createApprovalToken(stranger, asked);
    const foreign = await createApprovalToken(rig.signer, { ...asked, saga: 'constructor' });
    const unknown = await createApprovalToken(rig.signer, { ...asked, key: 'nobody' });

    expect(await Promise.all([forged, foreign, 'x', '', unknown].map((one) => desk().look(one)))).toEqual([
      ...Array.from({ length: 4 }, () => ({ kind: 'refused', why: 'token-invalid' })),
      { kind: 'refused', why: 'not-awaited' },
    ]);
  });

  it('is not made by a look', async () => {
    const before = [...rig.items.scan()];

    expect(await desk().look(token)).toMatchObject({ kind: 'open', asked: { saga: 'lend', key: 'a', step: 'review' } });
    expect([...rig.items.scan()]).toEqual(before);
  });

  it('costs two reads and one write', async () => {
    const calls: string[] = [];
    const counted: ItemStore = {
      ...rig.items,
      get: (key) => {
        calls.push('read');
        return rig.items.get(key);
      },
      write: (write) => {
        calls.push('write');
        return rig.items.write(write);
      },
    };

    await desk({ items: counted }).decide({ token, decision: 'approved', by: 'ann' });

    expect(calls).toEqual(['read', 'read', 'write']);
  });

  it('is refused as a fault of the store when the store is down, so that the click can be repeated', async () => {
    const down = { ...rig.items, write: () => Promise.reject(new Error('down')) };

    await expect(desk({ items: down }).decide({ token, decision: 'approved', by: 'ann' })).rejects.toThrow('down');
    expect(await approve()).toMatchObject({ kind: 'decided', first: true });
  });
});
