import { describe, expect, it } from '@jest/globals';
import { withFigures } from '../../../bench/report/with-figures.ts';

describe('page with figures', () => {
  it('has them between its markers and is otherwise as it was', () => {
    const page = '# Title\n\n<!-- bench:begin -->\n\nold\n\n<!-- bench:end -->\n\nend\n';

    expect(withFigures(page, 'new\n')).toBe(
      '# Title\n\n<!-- bench:begin -->\n\n```text\nnew\n```\n\n<!-- bench:end -->\n\nend\n',
    );
  });

  it('has them at its end when it has no markers', () => {
    expect(withFigures('# Title\n', 'new\n')).toBe(
      '# Title\n\n<!-- bench:begin -->\n\n```text\nnew\n```\n\n<!-- bench:end -->\n',
    );
  });

  it('does not change when the same figures come again', () => {
    const once = withFigures('# Title\n', 'new\n');

    expect(withFigures(once, 'new\n')).toBe(once);
  });
});
