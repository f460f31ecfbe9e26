import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Payloads } from '../../lambdas/core/ports/payloads.ts';

/** What every store of payloads must do. */
export function payloadsConformance(name: string, open: () => Payloads): void {
  describe(`payloads in ${name}`, () => {
    it.each(['message', 'stream'] as const)('are read as they were put, as long as a %s lives', async (life) => {
      const payloads = open();
      const text = JSON.stringify({ text: 'é😀'.repeat(100_000) });

      const reference = await payloads.put({ id: randomUUID(), text, life });

      expect((await payloads.get(reference)) === text).toBe(true);
    });

    it('are the same after they were put twice', async () => {
      const payloads = open();
      const payload = { id: randomUUID(), text: '{"a":1}', life: 'message' } as const;

      const references = [await payloads.put(payload), await payloads.put(payload)];

      expect(new Set(references).size).toBe(1);
      expect(await payloads.get(references[0] ?? '')).toBe(payload.text);
    });

    it('keep apart ids that hold separators, and lives of one id', async () => {
      const payloads = open();
      const id = randomUUID();
      const put = [
        { id: `${id}/a`, text: '1', life: 'message' },
        { id: `${id}%2Fa`, text: '2', life: 'message' },
        { id: `${id} ü?#`, text: '3', life: 'message' },
        { id, text: '4', life: 'message' },
        { id, text: '5', life: 'stream' },
      ] as const;

      const references = await Promise.all(put.map((payload) => payloads.put(payload)));

      expect(await Promise.all(references.map((reference) => payloads.get(reference)))).toEqual(
        put.map(({ text }) => text),
      );
    });

    it('have references that a CloudEvents dataref can hold: a URI without white space', async () => {
      const reference = await open().put({ id: 'ü b', text: '1', life: 'message' });

      expect(reference).toMatch(/^[!-~]+$/u);
      expect(URL.canParse(reference)).toBe(true);
    });

    it('fail for good when nothing is kept there', async () => {
      const payloads = open();
      const reference = await payloads.put({ id: randomUUID(), text: '1', life: 'message' });

      await expect(payloads.get(`${reference}0`)).rejects.toMatchObject({ code: 'payload-missing', retryable: false });
    });

    it.each(['', 'https://elsewhere.example/payload', 's3://another/messages/1', 'payload:message/1/%zz'])(
      'fail for good when the reference leads elsewhere: %j',
      async (reference) => {
        await expect(open().get(reference)).rejects.toMatchObject({ code: 'payload-missing', retryable: false });
      },
    );
  });
}
