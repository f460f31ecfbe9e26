import type { HandlerBundles } from '../constructs/function/handler-bundles.ts';
import type { EventTable } from '../constructs/store/event-table.ts';
import type { PayloadBucket } from '../constructs/store/payload-bucket.ts';
import type { PersonalDataKey } from '../constructs/store/personal-data-key.ts';
import type { BrokerPlace } from './brokers/broker-place.ts';
import type { MessagingStack } from './messaging-stack.ts';
import type { PipelineStackProps } from './pipeline-stack-props.ts';

/** What consumers work with. */
export interface ConsumersStackProps extends PipelineStackProps {
  readonly table: EventTable;
  readonly payloads: PayloadBucket | undefined;
  readonly personalKey: PersonalDataKey | undefined;
  readonly messaging: MessagingStack;
  readonly brokers: BrokerPlace;
  readonly bundles: HandlerBundles;
}
