import { renderTable } from '../../localstack/report/render-table.ts';
import type { PublishFigures } from '../publish/publish.bench.ts';
import { aim, thousands } from './cells.ts';

/** What publishing takes, by home. */
export function publishLines(publish: readonly PublishFigures[]): readonly string[] {
  return [
    'Publisher, each message of another key, brokers that accept at once',
    ...renderTable(
      ['home', 'messages', 'calls', 'aim', 'messages/s'],
      publish.map(({ home, messages, calls, messagesPerSecond }) => [
        home,
        thousands(messages),
        thousands(calls),
        aim(`= ${thousands(Math.ceil(messages / 10))}`, calls === Math.ceil(messages / 10)),
        thousands(messagesPerSecond),
      ]),
    ),
  ];
}
