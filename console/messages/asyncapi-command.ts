import * as z from 'zod/mini';
import { exitCodes } from '../command/exit-codes.ts';
import { asyncApiDocument } from './asyncapi-document.ts';
import type { Files } from './files.ts';
import { type MessagesCommand, textAmong } from './messages-command.ts';

const help = `Writes the AsyncAPI 3 document of the pipeline, as JSON: its topics and queues, what each consumer receives and
sends, and every message with the schema of its data.

Usage: npm run pipeline -- asyncapi [--output FILE]

  --output FILE         writes a file (default: standard output)

npm prints two lines of its own before what goes to standard output: npm run --silent pipeline -- asyncapi > FILE

Exit code: 0 when it is written, 1 when a message cannot be described, 2 for a wrong option.`;

const Package = z.object({ version: z.string() });

/** Writes the AsyncAPI document; its version is that of the package. */
export const asyncApiCommand: MessagesCommand = {
  help,
  options: { output: { type: 'string' } },
  async run(values, { definition, files, output, progress }) {
    const document = asyncApiDocument(definition, { version: await packageVersion(files) });
    const text = `${JSON.stringify(document, undefined, 2)}\n`;
    const path = textAmong(values, 'output');
    if (path === undefined) {
      output.write(text);
    } else {
      await files.writeText(path, text);
      progress.write(`wrote ${path}\n`);
    }
    return exitCodes.done;
  },
};

async function packageVersion(files: Files): Promise<string> {
  return Package.parse(JSON.parse(await files.readText('package.json'))).version;
}
