import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { calveAtBytes } from '../../lambdas/core/event-store/append-writes.ts';
import { conflictLimit } from '../../lambdas/core/event-store/command-consumer.ts';
import { longestSnapshotBytes, longestSpilledSnapshotBytes } from '../../lambdas/core/event-store/next-snapshot.ts';
import { storeLimits } from '../../lambdas/core/item-size/store-limits.ts';
import { mostMessages } from '../../lambdas/core/outbox/outbox-entries.ts';
import { arriving } from '../support/commands.ts';
import { OpenAccount, Withdraw } from './account/account-messages.ts';
import { tellAccountStories } from './account/account-stories.ts';
import { account } from './account/account.ts';
import { deposit } from './account/deposit.ts';
import { accounts, store } from './account/run-accounts.ts';
import { transfer } from './account/transfer.ts';

// A document is the thing under test here, so this suite reads it from the disk.
const root = new URL('../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const page = textOf('docs/event-store.md');

/** Layout aside: the page shows parts of files without their indentation. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
const backoff = { wait: () => Promise.resolve() };
const open = (id: string): Promise<unknown> => accounts.handle(arriving(OpenAccount.of({ account: id })), context);
const balanceOf = async (id: string): Promise<number> => (await store.load(account, `account-${id}`)).state.cents;

describe('the accounts of the page about the event store', () => {
  it('do what their stories tell', () => {
    expect(tellAccountStories).not.toThrow();
  });

  it('take commands, and refuse what is impossible', async () => {
    await open('a-1');
    await deposit({ events: store, backoff }, { account: 'a-1', cents: 500 });

    const paid = await accounts.handle(arriving(Withdraw.of({ account: 'a-1', cents: 200 })), context);
    const refused = await accounts.handle(arriving(Withdraw.of({ account: 'a-1', cents: 400 })), context);

    expect([paid.kind, refused.kind, await balanceOf('a-1')]).toEqual(['ok', 'park', 300]);
  });

  it('keep a deposit only for an account that exists', async () => {
    expect(await deposit({ events: store, backoff }, { account: 'nobody', cents: 5 })).toMatchObject({
      kind: 'conflict',
    });
  });

  it('move money from one to another, both or neither', async () => {
    await open('b-1');
    await open('b-2');
    await deposit({ events: store, backoff }, { account: 'b-1', cents: 500 });

    expect(await transfer(store, { from: 'b-1', to: 'b-2', cents: 120 })).toMatchObject({ kind: 'appended' });
    expect([await balanceOf('b-1'), await balanceOf('b-2')]).toEqual([380, 120]);
  });
});

describe('the page about the event store', () => {
  it('shows code of this repository only', () => {
    const shown = [...page.matchAll(/<!-- from (?<path>\S+) -->\s+```ts\n(?<code>[\s\S]*?)```/g)];

    expect(shown).toHaveLength((page.match(/```ts\n/g) ?? []).length);
    for (const { groups } of shown) {
      expect(flat(textOf(groups?.['path'] ?? ''))).toContain(flat(groups?.['code'] ?? ''));
    }
  });

  it.each([
    ['a tip calves', `${calveAtBytes / 1024} KiB of events`],
    ['a snapshot leaves the tip', `longer than ${longestSnapshotBytes / 1024} KiB`],
    ['a snapshot is kept', `up to ${longestSpilledSnapshotBytes / 1024 / 1024} MiB`],
    ['an item holds', `${storeLimits.itemBytes / 1024} KB`],
    ['a transaction changes', `${storeLimits.transactionActions} items`],
    ['a transaction holds', `${storeLimits.transactionBytes / 1024 / 1024} MB`],
    ['a conflict is tried', `${conflictLimit} times`],
    ['an outbox takes', `${mostMessages.toLocaleString('en-US')} messages`],
  ])('says what %s: %s', (_, words) => {
    expect(page).toContain(words);
  });

  it('links only to files that exist', () => {
    const links = [...page.matchAll(/\]\((?<path>[^)#:]+)\)/g)].map(({ groups }) => groups?.['path'] ?? '');

    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(readFileSync(new URL(link, new URL('docs/', root)), 'utf8').length).toBeGreaterThan(0);
    }
  });
});
