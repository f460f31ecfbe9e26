import { anyEntry } from '../../contracts/events/personal-fields.ts';
import type { EventType } from '../../contracts/events/event-type.ts';

/** What stands for a personal value wherever people could see it. */
export const masked = '***';

/** Hides personal values in what operators are shown. */
export interface PersonalMask {
  /** A JSON value (data, a whole message, a state) with every personal field hidden, at any depth. */
  readonly json: (value: unknown) => unknown;
  /** The same of a text that is JSON; of any other only its length, because nobody can tell what it says. */
  readonly text: (text: string) => string;
  /** Whether a path such as `data.lines.0.name` leads to or into a personal field. */
  readonly covers: (path: string) => boolean;
}

/**
 * Creates the mask of everything that some types call personal.
 *
 * It goes by the names of the fields and not by their places: so it holds for older versions, for messages whose type or
 * schema is broken, and for states and results that carry the fields on. A field of the same name that is not personal
 * is hidden too. Without any personal field it hides nothing.
 */
export function createPersonalMask(types: readonly EventType[]): PersonalMask {
  const names = new Set(types.flatMap(({ personal }) => personal.map(({ path }) => nameOf(path))));
  if (names.size === 0) {
    return { json: (value) => value, text: (text) => text, covers: () => false };
  }
  const json = (value: unknown): unknown => maskedIn(value, names);
  return {
    json,
    text: (text) => maskedText(text, json),
    covers: (path) => path.split('.').some((name) => names.has(name)),
  };
}

/** The field of the envelope that is personal when a type's data is so as a whole. */
const whole = 'data';

function nameOf(path: readonly string[]): string {
  return path.findLast((part) => part !== anyEntry && !/^\d+$/.test(part)) ?? whole;
}

function maskedIn(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => maskedIn(element, names));
  }
  if (typeof value === 'string') {
    return maskedMessage(value, names);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, names.has(name) ? masked : maskedIn(part, names)] as const),
  );
}

/** A message may lie as text within another, as in what a topic wraps around it. */
function maskedMessage(text: string, names: ReadonlySet<string>): string {
  if (!/^\s*[[{]/u.test(text)) {
    return text;
  }
  const json = jsonOf(text);
  return json === undefined ? text : JSON.stringify(maskedIn(json, names));
}

function maskedText(text: string, json: PersonalMask['json']): string {
  const value = jsonOf(text);
  return value === undefined ? `${masked} (${text.length} characters that are no JSON)` : JSON.stringify(json(value));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
