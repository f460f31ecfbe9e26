import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import type { Publisher } from '../../../../lambdas/core/ports/publisher.ts';

/** How a process fails: at its n-th call (from 1), before or after the call had its effect, for that call or for good. */
export interface Fault {
  readonly atCall: number;
  readonly effect: 'none' | 'done';
  readonly process: 'lives' | 'dies';
}

/** The ports of a process. */
export interface Process {
  readonly items: ItemStore;
  readonly publisher: Publisher;
  readonly calls: () => number;
}

/** What a call fails with, and every call of a dead process. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
}

/** Every way to fail at each of so many calls. */
export function faultsOf(calls: number): readonly Fault[] {
  return Array.from({ length: calls }, (_, index) => index + 1).flatMap((atCall) =>
    (['none', 'done'] as const).flatMap((effect) =>
      (['lives', 'dies'] as const).map((process) => ({ atCall, effect, process })),
    ),
  );
}

/** Runs ports in a process that fails as told; without a fault every call goes through. */
export function processWith({ items, publisher }: Pick<Process, 'items' | 'publisher'>, fault?: Fault): Process {
  let calls = 0;
  const call = async <Result>(effect: () => Promise<Result>): Promise<Result> => {
    calls += 1;
    const failing = calls === fault?.atCall;
    const dead = fault?.process === 'dies' && calls > fault.atCall;
    if (dead || (failing && fault.effect === 'none')) {
      throw new CallFailed();
    }
    const result = await effect();
    if (failing) {
      throw new CallFailed();
    }
    return result;
  };
  return {
    items: {
      get: (key) => call(() => items.get(key)),
      write: (write) => call(() => items.write(write)),
      transact: (writes) => call(() => items.transact(writes)),
      query: (query) => call(() => items.query(query)),
    },
    publisher: { publish: (messages) => call(() => publisher.publish(messages)) },
    calls: () => calls,
  };
}
