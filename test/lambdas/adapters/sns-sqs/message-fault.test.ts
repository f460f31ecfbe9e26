import { describe, expect, it } from '@jest/globals';
import { messageAttributes } from '../../../../lambdas/adapters/sns-sqs/message-attributes.ts';
import { messageBytes } from '../../../../lambdas/adapters/sns-sqs/message-bytes.ts';
import { messageFault } from '../../../../lambdas/adapters/sns-sqs/message-fault.ts';
import { parkReason } from '../../../../lambdas/adapters/sns-sqs/park-reason.ts';

const message = { id: 'm1', type: 'begun', key: 'a', body: '{}' };

describe('messageBytes', () => {
  it('counts bytes, not characters, and name, data type and value of each attribute', () => {
    expect(messageBytes('aé€\u{1F680}', {})).toBe(1 + 2 + 3 + 4);
    expect(messageBytes('', { type: 'é' })).toBe('type'.length + 'String'.length + 2);
  });
});

describe('messageFault', () => {
  const bytes = messageBytes(message.body, messageAttributes(message));

  it.each([
    ['one byte below', bytes + 1, undefined],
    ['at', bytes, undefined],
    ['above', bytes - 1, expect.stringContaining(`got ${bytes}`)],
  ])('takes a message up to the limit: %s', (_, limit, expected) => {
    expect(messageFault(message, limit)).toEqual(expected);
  });

  it.each([
    ['key', '', false],
    ['key', 'a', true],
    ['key', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', true],
    ['key', 'a b', false],
    ['key', 'é', false],
    ['key', 'k'.repeat(128), true],
    ['key', 'k'.repeat(129), false],
    ['id', 'i'.repeat(129), false],
    ['body', '', false],
    ['body', '\t\n\r \u{10FFFF}', true],
    ['body', 'a\u000b', false],
    ['body', 'a\ufffe', false],
    ['body', 'a\ud800b', false],
  ])('judges the %s %j', (field, value, sendable) => {
    expect(messageFault({ ...message, [field]: value }, 10_000) === undefined).toBe(sendable);
  });
});

describe('parkReason', () => {
  it.each([
    ['plain', 'plain'],
    ['', 'no reason given'],
    [' \n', 'no reason given'],
    ['a\u0000b', 'a?b'],
    ['r'.repeat(257), 'r'.repeat(256)],
    [`${'r'.repeat(255)}\u{1F680}`, `${'r'.repeat(255)}?`],
  ])('makes %j sendable', (reason, expected) => {
    expect(parkReason(reason)).toBe(expected);
  });
});
