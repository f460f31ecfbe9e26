import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { type ExitCode, exitCodes } from '../command/exit-codes.ts';
import { compatibilityFaults } from './compatibility-faults.ts';
import { type MessagesCommand, type MessagesHost, type OptionValues, textAmong } from './messages-command.ts';
import { type RecordedVersion, recordedPath, recordedText } from './recorded-version.ts';
import { recordedFolder, recordedVersions } from './recorded-versions.ts';
import { recordingOf } from './recording-of.ts';

const help = `Records the newest version of every message that has none: its schema, and messages made up from it.

Usage: npm run pipeline -- schemas record [--recorded DIR]

  --recorded DIR        where versions are recorded (default: ${recordedFolder})

Commit what it writes: it is what later versions are held to. What is recorded is never written over; a version that
nothing was ever sent with can be recorded again once its file is deleted. Messages that really were written may be
added to the file.

Exit code: 0 when all is well, 1 when something would break, 2 for a wrong option.`;

/** Records what is new, then checks everything. */
export const schemasRecord: MessagesCommand = {
  help,
  options: { recorded: { type: 'string' } },
  run: record,
};

async function record(values: OptionValues, { types, files, output }: MessagesHost): Promise<ExitCode> {
  const folder = textAmong(values, 'recorded') ?? recordedFolder;
  const before = await recordedVersions(files, folder);
  const added = types.filter((type) => !isRecorded(type, before)).map(recordingOf);
  for (const recording of added) {
    await files.writeText(`${folder}/${recordedPath(recording)}`, recordedText(recording));
  }
  const faults = compatibilityFaults(types, [...before, ...added]);
  const said = [
    ...added.map((recording) => `recorded ${folder}/${recordedPath(recording)}`),
    ...(added.length === 0 ? ['nothing to record'] : []),
    ...faults,
  ];
  output.write(said.map((line) => `${line}\n`).join(''));
  return faults.length === 0 ? exitCodes.done : exitCodes.unfinished;
}

function isRecorded({ name, version }: EventType, recorded: readonly RecordedVersion[]): boolean {
  return recorded.some((one) => one.type === name && one.version === version);
}
