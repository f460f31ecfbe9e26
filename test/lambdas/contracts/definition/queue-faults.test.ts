import { describe, expect, it } from '@jest/globals';
import { deadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { queueFaults } from '../../../../lambdas/contracts/definition/queue-faults.ts';
import { Begin, parts } from './sample-parts.ts';

const days = Array.from({ length: 14 }, (_, index) => index + 1);

function faults(retentionDays: number, deadLetterDays: number): readonly string[] {
  const kept = deadLetter({ retentionDays: deadLetterDays });
  const work = queue({ fifo: true, accepts: [Begin], retentionDays, deadLetter: kept });
  return queueFaults({ name: 'test', ...parts }, { name: 'work', queue: work });
}

describe('queueFaults', () => {
  it.each(days)(
    'failure mode 5: accepts dead letters kept longer than messages of %i day(s), and no others',
    (kept) => {
      const accepted = days.filter((deadLetterDays) => faults(kept, deadLetterDays).length === 0);

      expect(accepted).toEqual(days.filter((deadLetterDays) => deadLetterDays > kept));
    },
  );

  it('rejects the name under which the dead letters of the relay are found', () => {
    const work = queue({ accepts: [Begin], deadLetter: deadLetter() });
    const definition = { name: 'test', ...parts };

    expect(queueFaults(definition, { name: 'relay', queue: work })).toContain(
      'queue "relay" must have another name, because it stands for dead letters of the relay',
    );
  });

  it('failure mode 5: keeps dead letters longer than messages when nothing is said', () => {
    const { retentionDays, deadLetter: kept } = queue({ accepts: [], deadLetter: deadLetter() });

    expect(kept).toMatchObject({ retentionDays: 14 });
    expect(retentionDays).toBe(4);
  });
});
