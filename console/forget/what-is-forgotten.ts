import { payloadDays } from '../../lambdas/contracts/payload-life.ts';

/** What an operator has to know before a person is forgotten; `keyMemorySeconds` undefined: nothing is sealed. */
export function whatIsForgotten(keyMemorySeconds: number | undefined): readonly string[] {
  return keyMemorySeconds === undefined ? inClear : sealed(keyMemorySeconds);
}

const projections = 'rows go of projections that say which (forgets), when they come to the event subject.forgotten';

function sealed(seconds: number): readonly string[] {
  return [
    `what was sealed can no longer be opened, by functions that have the key in memory after ${seconds} s at the latest:`,
    '  events in their streams and in the index, snapshots, payloads put aside, messages of events, dead letters of these',
    projections,
    ...remains([
      'what sagas keep and send, and commands: hand them ids, not what is personal',
      `messages in clear that are on their way: 14 days in a queue at most, their payloads ${payloadDays} days`,
    ]),
  ];
}

const inClear: readonly string[] = [
  'this pipeline seals nothing: what its types call personal is hidden in listings and logs, and lies in clear in its',
  'events, messages, sagas and dead letters, where it stays; a definition with personalData() seals what comes then',
  'nobody has a pseudonym there, so projections keep their rows; all that forgetting does is to keep later seals from the person',
  ...remains([]),
];

function remains(more: readonly string[]): readonly string[] {
  return [
    'what stays:',
    ...[
      ...more,
      'rows of projections that do not say which go',
      'ordering keys and names of streams, which are never sealed',
      'dead letters that were parked in clear, and what the records of operators say of them: dlq drop, dlq audit',
      'backups of the table, up to 35 days: after one is restored, forget everybody again who was forgotten since',
    ].map((line) => `  ${line}`),
  ];
}
