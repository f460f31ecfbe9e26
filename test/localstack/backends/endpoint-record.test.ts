import { describe, expect, it } from '@jest/globals';
import { parseEndpointRecord } from '../../../localstack/backends/endpoint-record.ts';

const native = { kind: 'native', url: 'http://127.0.0.1:4566', process: { pid: 42, started: '1' } };

describe('parseEndpointRecord', () => {
  it.each([
    native,
    { ...native, owner: { pid: 43, started: '2' } },
    { kind: 'docker', url: 'http://127.0.0.1:4566', project: 'cdk-event-pipeline-0a1b2c3d' },
  ])('reads $kind', (record) => {
    expect(parseEndpointRecord(JSON.stringify(record))).toEqual(record);
  });

  it.each([
    ['text that was cut off', '{"kind":"native"'],
    ['another machine', JSON.stringify({ ...native, url: 'http://example.com:4566' })],
    ['the first process of the system', JSON.stringify({ ...native, process: { pid: 1, started: '1' } })],
    ['a process without its start', JSON.stringify({ ...native, process: { pid: 42 } })],
    [
      'a project that would be read as an option',
      JSON.stringify({ kind: 'docker', url: 'http://127.0.0.1:1', project: '--all' }),
    ],
  ])('answers nothing for %s', (_, text) => {
    expect(parseEndpointRecord(text)).toBeUndefined();
  });
});
