import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { subjectStore } from '../../lambdas/contracts/definition/personal-data.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import type { EventTable } from '../constructs/store/event-table.ts';
import type { PersonalDataKey } from '../constructs/store/personal-data-key.ts';

/** Where the keys of persons are kept, and the master key over them; undefined: the pipeline seals nothing. */
export interface PersonalParts {
  readonly table: EventTable;
  readonly personalKey: PersonalDataKey | undefined;
}

/** What a function has to know of the keys of persons. */
export function personalVariables({
  personalKey,
}: Pick<PersonalParts, 'personalKey'>): Readonly<Record<string, string>> {
  return personalKey === undefined ? {} : { [environmentVariables.personalDataKey]: personalKey.key.keyId };
}

/** Lets a consumer seal personal data and open it. */
export function grantPersonal({ table, personalKey }: PersonalParts, grantee: IGrantable): void {
  if (personalKey !== undefined) {
    personalKey.grantSeal(grantee);
    table.grantStore(grantee, [subjectStore]);
  }
}

/** Lets a reader of events open personal data. */
export function grantPersonalRead({ table, personalKey }: PersonalParts, grantee: IGrantable): void {
  if (personalKey !== undefined) {
    personalKey.grantOpen(grantee);
    table.grantRead(grantee, [subjectStore]);
  }
}
