import { masked } from './personal-mask.ts';

/** An edited value in which every {@link masked} place has what stood there in the original again. */
export function unmasked(edited: unknown, original: unknown): unknown {
  if (edited === masked) {
    return original ?? masked;
  }
  if (typeof edited === 'string' && typeof original === 'string') {
    return unmaskedMessage(edited, original);
  }
  return isBranch(edited) && isBranch(original) ? unmaskedBranch(edited, original) : edited;
}

function unmaskedBranch(edited: object, original: object): unknown {
  const before = new Map<string, unknown>(Object.entries(original));
  const parts = Object.entries(edited).map(([name, part]) => [name, unmasked(part, before.get(name))] as const);
  return Array.isArray(edited) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

/** A message may lie as text within another. */
function unmaskedMessage(edited: string, original: string): string {
  const json = jsonOf(edited);
  return isBranch(json) ? JSON.stringify(unmasked(json, jsonOf(original))) : edited;
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
