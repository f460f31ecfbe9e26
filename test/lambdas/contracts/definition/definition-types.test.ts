import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { type DataOf, event } from '../../../../lambdas/contracts/events/event-type.ts';
import { parts } from './sample-parts.ts';

const Paid = event('test.paid', { schema: z.object({ id: z.string(), cents: z.int() }), key: ({ id }) => id });

// What must not compile is never called: `npm run verify` fails when one of these lines does compile.
describe('types of contracts', () => {
  it('keep the name of a type as a literal and its data as its schema says', () => {
    const name: 'test.paid' = Paid.name;
    const data: DataOf<typeof Paid> = { id: 'a', cents: 1 };

    expect([name, Paid.of(data).data.cents]).toEqual(['test.paid', 1]);
  });

  it('refuse a draft whose data is not that of its type', () => {
    const wrong = [
      // @ts-expect-error -- cents is a number in the schema
      (): unknown => Paid.of({ id: 'a', cents: '1' }),
      // @ts-expect-error -- a draft needs all of its data
      (): unknown => Paid.of({ id: 'a' }),
      // @ts-expect-error -- the key is made from fields that the schema has
      (): unknown => event('test.paid', { schema: z.object({ id: z.string() }), key: ({ other }) => String(other) }),
    ];

    expect(wrong).toHaveLength(3);
  });

  it('refuse a queue that says nothing of its dead letters', () => {
    // @ts-expect-error -- a dead letter is declared, or declined with a reason
    const wrong = (): unknown => queue({ accepts: [Paid] });

    expect(wrong).toBeInstanceOf(Function);
  });

  it('know the parts of a pipeline by name, and no others', () => {
    const { queues } = pipeline('test', parts);
    // @ts-expect-error -- the sample has no queue of this name
    const missing: unknown = queues.nowhere;

    expect([queues.work.fifo, missing]).toEqual([true, undefined]);
  });
});
