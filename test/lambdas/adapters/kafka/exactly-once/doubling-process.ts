import * as z from 'zod/mini';
import { runKafkaProcessor } from '../../../../../lambdas/adapters/kafka/exactly-once/kafka-processor.ts';
import { doubling } from './doubling.ts';

/** A processor in a process of its own, to be killed; it says when it has begun to handle. */
const placesSchema = z.object({
  bootstrap: z.string(),
  input: z.string(),
  output: z.string(),
  dead: z.string(),
  groupId: z.string(),
});
const places = placesSchema.parse(JSON.parse(process.env['PLACES'] ?? ''));
let begun = false;
await runKafkaProcessor(
  doubling(places, () => {
    if (!begun) {
      begun = true;
      process.stdout.write('begun\n');
    }
    return undefined;
  }),
  new AbortController().signal,
);
