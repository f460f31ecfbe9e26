import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { park } from '../../../lambdas/core/consume/outcome.ts';
import type { Defect } from './defect.ts';

/** A world some of whose messages cannot be handled until that is repaired. */
export interface DefectiveWorld {
  readonly scenario: { readonly defects: readonly Defect[] };
  readonly progress: { readonly repaired: boolean };
  /** Id of the message that each defect strikes. */
  readonly spoilt: Map<Defect, string>;
}

/** A consumer that cannot handle the first message for which the scenario has a defect, until that is repaired. */
export function defective(world: DefectiveWorld, name: string, consumer: Consumer): Consumer {
  const { scenario, progress, spoilt } = world;
  const defects = scenario.defects.filter((defect) => defect.consumer === name);
  return {
    ...consumer,
    handle(message, context) {
      const { type, subject, id } = message;
      const defect = defects.find((one) => one.type === type && one.orderId === subject);
      if (defect === undefined || progress.repaired) {
        return consumer.handle(message, context);
      }
      spoilt.set(defect, spoilt.get(defect) ?? id);
      return spoilt.get(defect) === id ? Promise.resolve(park('a defect')) : consumer.handle(message, context);
    },
  };
}
