import type { SagaDefinition } from '../../lambdas/core/saga/saga-definition.ts';
import { fulfilment } from '../../lambdas/fulfil-order/fulfilment.ts';
import { refund } from '../../lambdas/refund-order/refund.ts';

/** Sagas that some consumer runs. */
export interface DeclaredSaga {
  /** The consumer's name in the definition of the pipeline. */
  readonly consumer: string;
  /** First word of the partitions that its items live in. */
  readonly store: string;
  /** As the consumer is given them, newest first. */
  readonly definitions: readonly [SagaDefinition, ...SagaDefinition[]];
}

/** Every saga of the reference application. */
export const declaredSagas: readonly DeclaredSaga[] = [
  { consumer: 'fulfilOrder', store: 'fulfilment', definitions: [fulfilment] },
  { consumer: 'refundOrder', store: 'refund', definitions: [refund] },
];
