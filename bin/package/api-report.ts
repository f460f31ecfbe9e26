import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Extractor, ExtractorConfig, ExtractorLogLevel, type IConfigFile } from '@microsoft/api-extractor';

const root = fileURLToPath(new URL('../..', import.meta.url));
const reports = join(root, 'docs', 'api');

/** Names of what is exported, each a report. */
const names = readdirSync(join(root, 'bin', 'exports')).map((file) => file.replace(/\.ts$/u, ''));

/**
 * Compares what the built package exports with the reports in `docs/api`, or writes them.
 *
 * @returns names of the reports that differ, or differed
 */
export function apiReport(write: boolean): readonly string[] {
  const temporary = mkdtempSync(join(tmpdir(), 'api-report-'));
  mkdirSync(reports, { recursive: true });
  try {
    return names.filter((name) => isChanged(name, { temporary, write }));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function isChanged(
  name: string,
  { temporary, write }: { readonly temporary: string; readonly write: boolean },
): boolean {
  const config = ExtractorConfig.prepare({
    configObject: configOf(name, temporary),
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
  });
  return Extractor.invoke(config, {
    localBuild: write,
    messageCallback: (message) => {
      message.handled = true;
    },
  }).apiReportChanged;
}

function configOf(name: string, temporary: string): IConfigFile {
  const entry = join(root, 'dist', 'esm', 'bin', 'exports', `${name}.d.ts`);
  const silent = { default: { logLevel: ExtractorLogLevel.None } };
  return {
    projectFolder: root,
    mainEntryPointFilePath: entry,
    compiler: { overrideTsconfig: { compilerOptions, files: [entry] } },
    apiReport: {
      ...{ enabled: true, reportFolder: reports, reportTempFolder: temporary, reportFileName: `${name}.api.md` },
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: { compilerMessageReporting: silent, extractorMessageReporting: silent, tsdocMessageReporting: silent },
  };
}

const compilerOptions = {
  ...{ module: 'NodeNext', moduleResolution: 'NodeNext', target: 'ES2022', skipLibCheck: true, types: ['node'] },
  // The DOM for types that Node declares as those of the DOM where there is one, which the extractor does not follow.
  lib: ['ES2023', 'DOM'],
};

if (import.meta.main) {
  const { write = false } = parseArgs({ options: { write: { type: 'boolean' } } }).values;
  const changed = apiReport(write);
  const list = changed.map((name) => `docs/api/${name}.api.md`).join(', ');
  if (changed.length === 0) {
    process.stdout.write('docs/api is what the package exports\n');
  } else if (write) {
    process.stdout.write(`written: ${list}\n`);
  } else {
    process.stdout.write(`not what the package exports: ${list}\nLook at it with: npm run api -- --write; git diff\n`);
    process.exitCode = 1;
  }
}
