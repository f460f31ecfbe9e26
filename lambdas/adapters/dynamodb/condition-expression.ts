import type { Condition } from '../../core/ports/item-store.ts';
import type { ExpressionAliases } from './expression-aliases.ts';
import { keyAttributes } from './key-attributes.ts';

/** The conditions of a write, all of which must hold, as one expression; undefined when there is none. */
export function conditionExpression(when: readonly Condition[], aliases: ExpressionAliases): string | undefined {
  return when.length === 0 ? undefined : when.map((condition) => expressionOf(condition, aliases)).join(' AND ');
}

/** An expression that holds for every item; a condition check must have one. */
export function anythingHolds(aliases: ExpressionAliases): string {
  const key = aliases.name(keyAttributes.partition);
  return `attribute_exists(${key}) OR attribute_not_exists(${key})`;
}

function expressionOf(condition: Condition, aliases: ExpressionAliases): string {
  if ('item' in condition) {
    return existence(condition.item, aliases.name(keyAttributes.partition));
  }
  if ('any' in condition) {
    return anyOf(condition.any, aliases);
  }
  if (!('value' in condition)) {
    return existence(condition.is, aliases.path(condition.attribute));
  }
  return `${aliases.path(condition.attribute)} ${operators[condition.is]} ${aliases.value(condition.value)}`;
}

const operators = { equal: '=', atLeast: '>=', atMost: '<=' } as const;

function existence(is: 'absent' | 'present', path: string): string {
  return is === 'absent' ? `attribute_not_exists(${path})` : `attribute_exists(${path})`;
}

/** Parentheses around one expression alone are refused as redundant. */
function anyOf(conditions: readonly Condition[], aliases: ExpressionAliases): string {
  const expressions = conditions.map((one) => expressionOf(one, aliases));
  const [first = nothingHolds(aliases)] = expressions;
  return expressions.length > 1 ? `(${expressions.join(' OR ')})` : first;
}

function nothingHolds(aliases: ExpressionAliases): string {
  const key = aliases.name(keyAttributes.partition);
  return `(attribute_exists(${key}) AND attribute_not_exists(${key}))`;
}
