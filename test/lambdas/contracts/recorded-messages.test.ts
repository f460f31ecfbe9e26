import { describe, expect, it } from '@jest/globals';
import { compatibilityFaults } from '../../../console/messages/compatibility-faults.ts';
import { declaredTypes } from '../../../console/messages/declared-types.ts';
import { localFiles } from '../../../console/messages/local-files.ts';
import { recordedFolder, recordedVersions } from '../../../console/messages/recorded-versions.ts';

// What was written in the past is the thing under test here, so this suite reads it from the disk.
describe('the recorded messages', () => {
  it('failure mode 58: are all read as the newest of their type, and no recorded version changed its schema', async () => {
    const recorded = await recordedVersions(localFiles, recordedFolder);

    expect(compatibilityFaults(declaredTypes, recorded)).toEqual([]);
  });
});
