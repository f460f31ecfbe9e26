import type { BrokerKind } from '../../contracts/definition/broker-kind.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { createForwarder } from '../../core/forward/forwarder.ts';
import type { Forwarding } from '../forward/forwarding.ts';
import { lazyPublisher } from '../forward/lazy-publisher.ts';
import { openForwarding, targetsOf } from '../forward/open-forwarding.ts';
import { abortableSleep } from '../system/abortable-sleep.ts';
import { createConsumerHost } from './consumer-host.ts';
import { consumerOf } from './consumer-ports.ts';
import type { QueueHandler } from './queue-handler.ts';

/**
 * Composes a bridge in Lambda, from a queue to what its consumer `forwards` to at a broker; call it once, outside the
 * handler.
 *
 * @param forwarding That of the broker (`forwardToKafka`), so that a bundle holds one client alone.
 * @throws PipelineError `environment-invalid` when a variable is missing, or the consumer forwards to another broker.
 */
export function createForwardHost<Kind extends BrokerKind>(
  pipeline: PipelineDefinition,
  name: string,
  forwarding: Forwarding<Kind>,
): QueueHandler {
  const { handles, timeoutSeconds } = consumerOf(pipeline, name);
  targetsOf({ pipeline, name }, forwarding.kind);
  const host = createConsumerHost(pipeline, name, { opensData: false });
  const { telemetry } = host;
  const publisher = lazyPublisher({
    open: async () => (await openForwarding({ pipeline, name, telemetry, environment: {} }, forwarding)).publisher,
    ...{ seconds: timeoutSeconds / 4, sleep: abortableSleep, telemetry },
  });
  return host.handlerOf(createForwarder({ name, handles, publisher }));
}
