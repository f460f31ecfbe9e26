import { Stack } from 'aws-cdk-lib/core';
import {
  DeadLetter,
  EventFunction,
  EventQueue,
  EventTopic,
  QueueConsumer,
  Scaling,
} from 'cdk-event-pipeline/constructs';
import type { Construct } from 'constructs';

/** Scans of parcels from a topic to a function, in a stack of one's own: no pipeline is defined. */
export class ScanStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const topic = new EventTopic(this, 'Scans', { fifo: true });
    const queue = new EventQueue(this, 'Printing', { fifo: true, deadLetter: DeadLetter.create() });
    topic.subscribe(queue, { types: ['parcel.scanned'] });
    const printer = new EventFunction(this, 'Printer', { entry: 'src/printer.ts' });
    new QueueConsumer(this, 'Reading', {
      queue,
      handler: printer.function,
      scaling: Scaling.maxConcurrency(5),
    });
  }
}
