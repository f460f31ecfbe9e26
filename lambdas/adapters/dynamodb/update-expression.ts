import type { Update } from '../../core/ports/item-store.ts';
import type { ExpressionAliases } from './expression-aliases.ts';

/** The operations of an update as one expression; sums use SET because ADD cannot reach into a map. */
export function updateExpression(update: Update, aliases: ExpressionAliases): string {
  const { set = {}, setIfAbsent = {}, add = {}, append = {}, remove = [] } = update;
  const assignments = [
    ...Object.entries(set).map(([path, value]) => `${aliases.path(path)} = ${aliases.value(value)}`),
    ...Object.entries(setIfAbsent).map(([path, value]) => {
      const alias = aliases.path(path);
      return `${alias} = if_not_exists(${alias}, ${aliases.value(value)})`;
    }),
    ...Object.entries(add).map(([path, by]) => {
      const alias = aliases.path(path);
      return `${alias} = if_not_exists(${alias}, ${aliases.value(0)}) + ${aliases.value(by)}`;
    }),
    ...Object.entries(append).map(([path, elements]) => {
      const alias = aliases.path(path);
      return `${alias} = list_append(if_not_exists(${alias}, ${aliases.value([])}), ${aliases.value(elements)})`;
    }),
  ];
  const removals = remove.map((path) => aliases.path(path));
  return [clause('SET', assignments), clause('REMOVE', removals)].filter((text) => text !== '').join(' ');
}

function clause(keyword: string, actions: readonly string[]): string {
  return actions.length === 0 ? '' : `${keyword} ${actions.join(', ')}`;
}
