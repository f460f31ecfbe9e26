import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import type { EnvelopeOf } from '../consume/consumer.ts';
import type { RowChange } from './row-change.ts';

/** What a projection may know beside the event. */
export interface ProjectionContext {
  /** The stream that the event belongs to. */
  readonly stream: string;
  /** Its place in the stream, counted from 1. */
  readonly version: number;
  /** Whether the event is read again, for a rebuild or because it was there before the projection. */
  readonly replay: boolean;
}

/**
 * What is made of events for reading: a view, a set of rows.
 *
 * It has no way to do anything but name changes of its rows, so a rebuild can have no other effect.
 */
export interface Projection<Types extends readonly EventType[] = readonly EventType[]> {
  /** Names its view: lower-case words joined by dashes. */
  readonly name: string;
  /** Raise it whenever `project` changes: the view is then built anew beside the old one. */
  readonly version: number;
  readonly events: Types;
  /**
   * Must be pure. Events of one stream come in their order; those of different streams in any, so rows of several
   * streams should add, and only rows of one stream set.
   */
  project(event: EnvelopeOf<Types[number]>, context: ProjectionContext): readonly RowChange[];
  /**
   * What becomes of the rows of a person who is forgotten: `[{ row: subject, gone: true }]`. Must be pure.
   *
   * `subject` is the pseudonym that events about the person carried as `datasubject` until then, so rows about persons
   * are best named by it. Where nothing is sealed no event carries one. @default nothing
   */
  forgets?(subject: string): readonly RowChange[];
}

/** What describes a projection. */
export interface ProjectionOptions<Types extends readonly EventType[]> extends Omit<Projection<Types>, 'name'> {
  /** Counted from 1. */
  readonly version: number;
}

/**
 * Declares a projection.
 *
 * @throws PipelineError `definition-invalid` for another name than lower-case words joined by dashes, or a version that
 * is not an integer of at least 1.
 */
export function projection<const Types extends readonly EventType[]>(
  name: string,
  options: ProjectionOptions<Types>,
): Projection<Types> {
  if (!/^[a-z]+(?:-[a-z]+)*$/u.test(name) || !Number.isInteger(options.version) || options.version < 1) {
    throw new PipelineError(
      `a projection must have a name of lower-case words and a version of at least 1, got "${name}" ${options.version}`,
      { code: 'definition-invalid' },
    );
  }
  return { ...options, name };
}
