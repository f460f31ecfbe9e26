import { expect, it } from '@jest/globals';
import { ok, park } from '../../../../lambdas/core/consume/outcome.ts';
import { collectDeadLetters } from '../../../../lambdas/core/dead-letter/collect-dead-letters.ts';
import { letterCopies } from '../../../../lambdas/core/dead-letter/letter-copies.ts';
import { audit } from './lines-under-test.ts';
import { redriveRig } from './redrive-rig.ts';

it('a copy that killed every function it came to is not collected beside the letter that still stands in its line', async () => {
  const rig = redriveRig();
  rig.answer = () => park('not for us');
  await rig.send('a', 1, 2);
  await rig.consume();
  const letters = await rig.lines.letters('a');
  await rig.lines.beginRedrive('t', audit('t', { action: 'redrive' }));
  await rig.broker.sender('work').publish(letterCopies(letters, 't'));
  while (rig.broker.messages('work-dead-letters').length < 2) {
    rig.broker.receive('work', 10);
    rig.clock.advance(180_000);
  }
  rig.answer = () => ok();

  const signal = new AbortController().signal;
  const collected = await collectDeadLetters({ from: rig.broker.deadLetters('work'), lines: rig.lines }, { signal });

  expect(collected).toBe(0);
  expect(await rig.lines.letters('a')).toEqual(letters);
  expect(rig.broker.messages('work-dead-letters')).toEqual([]);
});
