import { leaseStore } from '../../../lambdas/contracts/lease-store.ts';
import {
  neverAsksAgain,
  sendsBeforeCommit,
  settlesFirst,
  overFailures,
  sweepsWithoutPublishing,
  withFreshIds,
} from './broken-publishing.ts';
import { forgetting, overtaking, reversed, takesOutFirst } from './broken-redrive.ts';
import { forgetfulPayments, only, sagaWithout, swallowing } from './broken-consumers.ts';
import {
  doneAtOnce,
  onAttribute,
  onItem,
  oneByOne,
  partitioned,
  sorted,
  without,
  withoutOutbox,
} from './broken-store.ts';
import type { Mutation } from './mutation.ts';

/** Broken variants of the composition; the checks of the simulation must catch each of them. */
export const mutants: Readonly<Record<string, Mutation>> = {
  'messages are acknowledged before they are handled': { acknowledges: 'before handling' },
  'failed messages are acknowledged too': { acknowledges: 'failures too' },
  'records of one group are handled side by side': { ordering: 'none' },
  'orders are dropped when their stream is busy': { consumer: only('placeOrder', swallowing) },
  'messages are sent before they are committed': { items: sendsBeforeCommit },
  'commits lose their outbox when they change an item': { items: withoutOutbox },
  'transactions are made of single writes': { items: oneByOne },
  'streams take an append at any version': { items: without({ of: sorted('tip'), drops: onAttribute }) },
  'streams can be created twice': { items: without({ of: sorted('tip'), drops: onItem }) },
  'stock is taken whether there is any or not': { items: without({ of: sorted('stock'), drops: onAttribute }) },
  'the relay passes over what it could not publish': { position: (changes) => Number(changes.at(-1)?.sequence) },
  'the relay settles before it publishes': { relay: settlesFirst },
  'a message gets a new id each time it is published': { publisher: withFreshIds },
  'the sweeper settles without publishing': { publisher: sweepsWithoutPublishing },
  'the sweeper settles what it could not publish': { publisher: overFailures((role) => role === 'sweeper') },
  'a consumer that publishes at once settles what it could not publish': {
    publisher: overFailures((role) => role !== 'sweeper' && role !== 'relay' && role !== 'import'),
  },
  'a sweeper takes a lease that another one holds': {
    items: without({ of: partitioned(`${leaseStore}-`), drops: (condition) => 'any' in condition }),
  },
  'a late sweeper renews a lease that another one took over': {
    items: without({ of: partitioned(`${leaseStore}-`), drops: onAttribute }),
  },
  'a late sweeper settles without asking for its lease': { items: neverAsksAgain },
  'a message is claimed while another delivery of it is being handled': {
    items: without({ of: partitioned('inbox-'), drops: (condition) => 'any' in condition }),
  },
  'a late owner settles a claim that another delivery took over': {
    items: without({ of: partitioned('inbox-'), drops: onAttribute }),
  },
  'later messages of a parked key go on': { lines: overtaking },
  'a message that could not be parked is forgotten': { lines: forgetting },
  'a redrive sends the letters of a key in reverse': { publisher: reversed },
  'a redriven letter leaves its line before it is sent': { lineRedrive: takesOutFirst },
  'notices are marked as given before they are': { items: doneAtOnce },
  'sagas can be started twice': { items: without({ of: sorted('saga'), drops: onItem }) },
  'payments forget that they were charged': { consumer: only('payments', forgetfulPayments) },
  'a saga forgets to release its stock': { consumer: only('fulfilOrder', (_, world) => sagaWithout('undo', world)) },
  'a refusal is taken for success': { consumer: only('fulfilOrder', (_, world) => sagaWithout('refused', world)) },
};
