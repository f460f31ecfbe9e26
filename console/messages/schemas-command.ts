import { counted } from '../command/counted.ts';
import { exitCodes } from '../command/exit-codes.ts';
import { publishedSchema } from './data-schema.ts';
import { type MessagesCommand, textAmong } from './messages-command.ts';
import { recordedPath } from './recorded-version.ts';

const help = `Writes the JSON Schema (draft 2020-12) of the data of every message.

Usage: npm run pipeline -- schemas [--output DIR]
       npm run pipeline -- schemas record | check; each has its own --help

  --output DIR          writes DIR/TYPE/VERSION.json (default: all in one, to standard output)

The $id of a schema is the dataschema of its messages.

Exit code: 0 when they are written, 1 when a message cannot be described, 2 for a wrong option.`;

/** Writes the schemas of all types. */
export const schemasCommand: MessagesCommand = {
  help,
  options: { output: { type: 'string' } },
  async run(values, { types, files, output, progress }) {
    const schemas = types.map((type) => [type, publishedSchema(type)] as const);
    const folder = textAmong(values, 'output');
    if (folder === undefined) {
      const all = Object.fromEntries(schemas.map(([{ name }, schema]) => [name, schema] as const));
      output.write(textOf(all));
      return exitCodes.done;
    }
    for (const [{ name, version }, schema] of schemas) {
      await files.writeText(`${folder}/${recordedPath({ type: name, version })}`, textOf(schema));
    }
    progress.write(`wrote ${counted(schemas.length, 'schema')} to ${folder}\n`);
    return exitCodes.done;
  },
};

function textOf(json: unknown): string {
  return `${JSON.stringify(json, undefined, 2)}\n`;
}
