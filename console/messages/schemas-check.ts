import { counted } from '../command/counted.ts';
import { type ExitCode, exitCodes } from '../command/exit-codes.ts';
import { compatibilityFaults } from './compatibility-faults.ts';
import { type MessagesCommand, type MessagesHost, type OptionValues, textAmong } from './messages-command.ts';
import { recordedFolder, recordedVersions } from './recorded-versions.ts';

const help = `Checks that every message that was ever recorded is still read, and that no recorded version changed its schema.

Usage: npm run pipeline -- schemas check [--recorded DIR] [--json]

  --recorded DIR        where versions are recorded (default: ${recordedFolder})
  --json                prints the faults as JSON

Exit code: 0 when all is well, 1 when something would break, 2 for a wrong option.`;

/** Tells what would break readers of messages that were already written. */
export const schemasCheck: MessagesCommand = {
  help,
  options: { recorded: { type: 'string' }, json: { type: 'boolean' } },
  run: checked,
};

async function checked(values: OptionValues, { types, files, output }: MessagesHost): Promise<ExitCode> {
  const recorded = await recordedVersions(files, textAmong(values, 'recorded') ?? recordedFolder);
  const faults = compatibilityFaults(types, recorded);
  const messages = recorded.flatMap((version) => version.messages).length;
  if (values['json'] === true) {
    output.write(`${JSON.stringify({ versions: recorded.length, messages, faults }, undefined, 2)}\n`);
  } else if (faults.length > 0) {
    output.write(faults.map((fault) => `${fault}\n`).join(''));
  } else {
    output.write(
      `read as the newest: ${counted(messages, 'recorded message')} of ${counted(recorded.length, 'version')}\n`,
    );
  }
  return faults.length === 0 ? exitCodes.done : exitCodes.unfinished;
}
