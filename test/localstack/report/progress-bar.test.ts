import { describe, expect, it } from '@jest/globals';
import { createProgressBar } from '../../../localstack/report/progress-bar.ts';

function written(isTTY: boolean, total: number, steps: readonly number[]): readonly string[] {
  const texts: string[] = [];
  const bar = createProgressBar({ isTTY, write: (text) => texts.push(text) }, 'orders', total);
  for (const done of steps) {
    bar.update(done, `${done} placed`);
  }
  bar.finish();
  return texts;
}

describe('progress bar', () => {
  it('writes a line for each ten per cent where there is no terminal', () => {
    const all = Array.from({ length: 101 }, (_, done) => done);

    const texts = written(false, 100, all);

    expect(texts).toHaveLength(11);
    expect(texts[0]).toBe('orders   0%  0 placed\n');
    expect(texts[5]).toBe('orders  50%  50 placed\n');
    expect(texts[10]).toBe('orders 100%  100 placed\n');
  });

  it('draws over its own line in a terminal, once for each visible change, and leaves it at the end', () => {
    const texts = written(true, 1000, [0, 1, 2, 500, 501, 1000]);

    expect(texts).toHaveLength(4);
    expect(texts[1]).toBe(`\rorders [${'#'.repeat(15).padEnd(30)}]  50%  500 placed\u001b[K`);
    expect(texts.at(-1)).toBe('\n');
  });

  it('is full for no work and never fuller than full', () => {
    expect(written(false, 0, [0])).toEqual(['orders 100%  0 placed\n']);
    expect(written(false, 10, [20])).toEqual(['orders 100%  20 placed\n']);
  });
});
