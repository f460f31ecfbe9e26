import type { SagaOrder } from './saga-order.ts';

/** An order to one saga, and who gives it. */
export interface SagaCommand {
  readonly key: string;
  readonly order: SagaOrder;
  readonly by: string;
  /** Why, as they say. @default not said */
  readonly reason?: string | undefined;
  /** Only if the saga is at that version. @default whatever its version is */
  readonly ifVersion?: number | undefined;
  /** Looks what would happen, and changes nothing. @default false */
  readonly dryRun?: boolean | undefined;
}
