import { renderTable } from '../../localstack/report/render-table.ts';
import type { LetterLeft } from '../../lambdas/core/dead-letter/redrive.ts';
import { counted } from '../command/counted.ts';
import { printable } from '../command/printable.ts';
import type { DlqRun } from './dlq-command.ts';
import type { RedrivePlan } from './plan-redrive.ts';
import type { QueueRedrive } from './redrive-queue.ts';
import type { RelayRedrive } from './redrive-relay.ts';
import { ownKey, renderLetters } from './render-letters.ts';

/** Letters that a table shows. */
const mostRows = 50;

/** What a redrive of a queue would do; empty when nothing is selected. */
export function renderPlan(queue: string, plan: RedrivePlan, run: DlqRun): readonly string[] {
  const { toSend, failed, heldBack } = plan;
  if (toSend.length + failed.length + heldBack.length === 0) {
    return [];
  }
  const now = run.operations.clock.now();
  return [
    `${queue}: ${toSend.length} to be sent, ${failed.length} that cannot be read, ${heldBack.length} held back`,
    ...(toSend.length === 0 ? [] : shortened(renderLetters(toSend, now))),
    ...leftLetters('cannot be read', failed),
    ...leftLetters('held back', heldBack),
    ...nextSteps(queue, failed, run),
  ];
}

/** What became of a queue; empty when nothing was selected. */
export function renderQueueRedrive(result: QueueRedrive, run: DlqRun): readonly string[] {
  const { queue, matched, sent, done, failed, heldBack, waiting } = result;
  if (matched === 0) {
    return [];
  }
  return [
    `${queue}: ${done} of ${counted(matched, 'letter')} redriven, ${sent} sent`,
    ...leftLetters('failed', failed),
    ...leftLetters('held back', heldBack),
    ...leftLetters('waiting', waiting),
    ...nextSteps(queue, failed, run),
    ...(waiting.length === 0 ? [] : [`does the consumer of ${queue} run? what waits is handled once it does`]),
  ];
}

/** What became of the pointers of the relay; empty when there was none. */
export function renderRelayRedrive({ queue, matched, published, done, left }: RelayRedrive): readonly string[] {
  if (matched === 0) {
    return [];
  }
  const figures = `${queue}: ${counted(published, 'message')} published by the sweeper, ${done} of ${counted(matched, 'pointer')} dropped`;
  return left === undefined ? [figures] : [figures, `the pointers stay, because ${left}; run it again`];
}

function leftLetters(title: string, letters: readonly LetterLeft[]): readonly string[] {
  const rows = letters.map(({ id, key, reason }) => [printable(id), ownKey({ key, id }), printable(reason, 120)]);
  return letters.length === 0 ? [] : [`${title}:`, ...shortened(renderTable(['id', 'key', 'why'], rows))];
}

function shortened(table: readonly string[]): readonly string[] {
  const hidden = table.length - 1 - mostRows;
  const shown = table.slice(0, mostRows + 1).map((row) => `  ${row}`);
  return hidden > 0 ? [...shown, `  and ${hidden} more: --json shows all`] : shown;
}

function nextSteps(queue: string, failed: readonly LetterLeft[], { commandFor }: DlqRun): readonly string[] {
  const [first] = failed;
  return first === undefined
    ? []
    : [`look with: ${commandFor('peek', queue, first.id)}, then dlq edit or dlq drop, and redrive again`];
}
