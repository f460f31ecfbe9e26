import type { Condition, Item, ItemValue } from '../../../core/ports/item-store.ts';
import { valueAt } from '../../dynamodb/item-path.ts';

/** Whether a condition holds for an item as it is; a comparison with an absent attribute is false. */
export function conditionHolds(condition: Condition, item: Item | undefined): boolean {
  if ('item' in condition) {
    return (item === undefined) === (condition.item === 'absent');
  }
  if ('any' in condition) {
    return condition.any.some((one) => conditionHolds(one, item));
  }
  return attributeHolds(condition, item === undefined ? undefined : valueAt(item.attributes, condition.attribute));
}

function attributeHolds(condition: Extract<Condition, { is: string }>, value: ItemValue | undefined): boolean {
  switch (condition.is) {
    case 'absent':
      return value === undefined;
    case 'present':
      return value !== undefined;
    case 'equal':
      return value === condition.value;
    case 'atLeast':
      return typeof value === 'number' && value >= condition.value;
    case 'atMost':
      return typeof value === 'number' && value <= condition.value;
  }
}
