import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';

/** One place of a JSON value that is to be different; without a value it goes. */
export interface JsonEdit {
  /** Names and places, from the outside in. */
  readonly path: readonly string[];
  readonly value?: unknown;
}

/**
 * An edit such as `data.total=100`: the value is JSON, or the text itself when it is none.
 *
 * @throws PipelineError `input-invalid` when there is no path or no value.
 */
export function jsonEdit(text: string): JsonEdit {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new PipelineError(`--set must be PATH=VALUE such as data.total=100, got "${text}"`, {
      code: 'input-invalid',
    });
  }
  return { path: text.slice(0, at).split('.'), value: jsonOrText(text.slice(at + 1)) };
}

/**
 * A JSON value with an edit made; the last name of the path may be new, the ones before must be there.
 *
 * @throws PipelineError `input-invalid` naming the part of the path that leads nowhere.
 */
export function withEdit(value: unknown, edit: JsonEdit): unknown {
  return changed(value, { ...edit, depth: 0 });
}

/** How far along its path an edit is. */
interface Step extends JsonEdit {
  readonly depth: number;
}

function changed(value: unknown, step: Step): unknown {
  if (step.depth === step.path.length) {
    return step.value;
  }
  if (Array.isArray(value)) {
    return changedList(value, step);
  }
  if (typeof value !== 'object' || value === null) {
    throw leadsNowhere(step.path.slice(0, step.depth));
  }
  return changedFields({ ...value }, step);
}

function changedFields(fields: Readonly<Record<string, unknown>>, step: Step): unknown {
  const name = step.path[step.depth] ?? '';
  if (!Object.hasOwn(fields, name) && !isNew(step)) {
    throw leadsNowhere(step.path.slice(0, step.depth + 1));
  }
  return goes(step)
    ? Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name))
    : { ...fields, [name]: changed(fields[name], deeper(step)) };
}

function changedList(list: readonly unknown[], step: Step): unknown {
  const name = step.path[step.depth] ?? '';
  const place = /^\d{1,9}$/.test(name) ? Number(name) : Infinity;
  if (place >= list.length && !(place === list.length && isNew(step))) {
    throw leadsNowhere(step.path.slice(0, step.depth + 1));
  }
  return goes(step) ? list.toSpliced(place, 1) : list.toSpliced(place, 1, changed(list[place], deeper(step)));
}

function isLast({ path, depth }: Step): boolean {
  return depth === path.length - 1;
}

/** Whether what the path ends at need not be there. */
function isNew(step: Step): boolean {
  return isLast(step) && !goes(step);
}

function goes(step: Step): boolean {
  return isLast(step) && !('value' in step);
}

function deeper(step: Step): Step {
  return { ...step, depth: step.depth + 1 };
}

function leadsNowhere(path: readonly string[]): PipelineError {
  return new PipelineError(`the path must lead into the message, found nothing at ${path.join('.')}`, {
    code: 'input-invalid',
  });
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
