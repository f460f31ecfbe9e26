import { RemovalPolicy } from 'aws-cdk-lib/core';
import { brokerSettingFaults } from './broker-setting-faults.ts';
import type { Environment } from './environment.ts';
import { EnvironmentError } from './environment-error.ts';
import { unless } from './unless.ts';

/**
 * The same environment, checked.
 *
 * @throws EnvironmentError `environment-inconsistent` with every fault found.
 */
export function checkedEnvironment(environment: Environment): Environment {
  const faults = [
    ...identityFaults(environment),
    ...dataFaults(environment),
    ...settingFaults(environment),
    ...brokerSettingFaults(environment),
  ];
  if (faults.length > 0) {
    throw new EnvironmentError(
      'environment-inconsistent',
      faults.map((fault) => `environment "${environment.name}": ${fault}`),
    );
  }
  return environment;
}

function identityFaults({ name, account, region }: Environment): readonly string[] {
  return [
    ...unless(/^[a-z]{1,20}$/.test(name), `name must be a lower-case word of at most 20 letters, got "${name}"`),
    ...unless(/^\d{12}$/.test(account ?? '000000000000'), `account must be twelve digits, got "${account ?? ''}"`),
    ...unless(
      /^[a-z]{2,}(-[a-z]+)+-\d$/.test(region ?? 'eu-west-1'),
      `region must be one like eu-west-1, got "${region ?? ''}"`,
    ),
  ];
}

function dataFaults({ removalPolicy, deletionProtection, alarms }: Environment): readonly string[] {
  return [
    ...unless(
      !deletionProtection || removalPolicy === RemovalPolicy.RETAIN,
      `removalPolicy must be retain where deletionProtection is on, got ${removalPolicy}`,
    ),
    ...(alarms.kind === 'on'
      ? unless(
          alarms.oldestMessage.toSeconds() >= 60,
          `alarms: oldestMessage must be at least 60 s, got ${alarms.oldestMessage.toSeconds()} s`,
        )
      : unless(alarms.reason.trim() !== '', 'alarms that are off must say why, got an empty reason')),
  ];
}

function settingFaults({ settings }: Environment): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) => [
    ...unless(/^[A-Z][A-Z0-9_]*$/.test(name), `a setting must be named like DECLINE_ABOVE_CENTS, got "${name}"`),
    ...unless(value.trim() !== '', `setting ${name} must have a value, got an empty text`),
  ]);
}
