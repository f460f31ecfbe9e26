import { expect, it } from '@jest/globals';
import { natsConfiguration } from '../../../../localstack/backends/nats/nats-configuration.ts';

it('listens on the loopback interface only, asks for a login and writes before it acknowledges', () => {
  const text = natsConfiguration({
    directory: '/data/nats "1"',
    port: 4222,
    monitoringPort: 8222,
    username: 'app',
    password: 'secret',
  });

  expect(text.split('\n')).toEqual([
    'listen: "127.0.0.1:4222"',
    'http: "127.0.0.1:8222"',
    'log_file: "/data/nats \\"1\\"/nats.log"',
    'jetstream { store_dir: "/data/nats \\"1\\"/data", sync_interval: always }',
    'authorization { user: "app", password: "secret" }',
    '',
  ]);
});
