import { describe, expect, it } from '@jest/globals';
import { withDefaults } from '../../../lib/constructs/with-defaults.ts';

interface Props {
  readonly size?: number | undefined;
  readonly name?: string;
}

describe('withDefaults', () => {
  it('fills in what is left out and what is passed as undefined', () => {
    const left: Props = { name: 'a' };
    const passed: Props = { name: 'a', size: undefined };

    expect(withDefaults(left, { size: 1 })).toEqual({ name: 'a', size: 1 });
    expect(withDefaults(passed, { size: 1 })).toEqual({ name: 'a', size: 1 });
  });

  it('keeps what is given, zero and false too', () => {
    const props: Props = { size: 0 };

    expect(withDefaults(props, { size: 1 })).toEqual({ size: 0 });
  });
});
