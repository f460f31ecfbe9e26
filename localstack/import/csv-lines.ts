import { parse } from 'csv-parse/sync';

/** One line of a CSV file that is not empty. */
export interface CsvLine {
  /** Its number in the file, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** Whether every quote that opens a field closes on the line; the fields are a guess when not. */
  readonly closed: boolean;
}

/**
 * Reads the lines of a CSV file, whatever ends them and with or without a byte order mark.
 *
 * A line end ends a line inside quotes as well: no column holds text of several lines, and a quote that is never closed
 * then spoils its own line instead of taking the next ones with it.
 */
export function csvLines(text: string): readonly CsvLine[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ content, line: index + 1 }))
    .filter(({ content }) => content !== '')
    .map(({ content, line }) => ({ line, ...fieldsOf(content) }));
}

function fieldsOf(content: string): Omit<CsvLine, 'line'> {
  if (!content.includes('"')) {
    return { fields: content.split(','), closed: true };
  }
  try {
    // A quote in the middle of a field is a character of it.
    const [fields = []] = parse(content, { relax_quotes: true, relax_column_count: true });
    return { fields, closed: true };
  } catch {
    return { fields: content.split(','), closed: false };
  }
}
