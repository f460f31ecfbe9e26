import { overFailures, withFreshIds } from '../../mutants/broken-publishing.ts';
import { forgetting, overtaking } from '../../mutants/broken-redrive.ts';
import { doneAtOnce, oneByOne } from '../../mutants/broken-store.ts';
import { freeOfCharge, markedFirst, otherKeys, pickedAgain, toldLater, unmarked } from './broken-readers.ts';
import type { NewsMutation } from './news-mutation.ts';

const isBridge = (role: string): boolean => role.startsWith('forwardTo');

/** Broken variants of what is told over brokers; the checks of the simulation must catch each of them. */
export const newsMutants: Readonly<Record<string, NewsMutation>> = {
  'records are committed before they are handled': { acknowledges: 'before handling' },
  'failed records are committed too': { acknowledges: 'failures too' },
  'records of one key are handled side by side': { ordering: 'none' },
  'a bridge takes no notice of what its broker refused': { publisher: overFailures(isBridge) },
  'a bridge gives each copy a new id': {
    publisher: (publisher, role) => (isBridge(role) ? withFreshIds(publisher) : publisher),
  },
  'changes are made without their mark': { items: unmarked },
  'a message is marked before its changes are made': { items: markedFirst },
  'the transaction of mark and changes is made of single writes': { items: oneByOne },
  'what is picked overwrites what was put back': { items: pickedAgain },
  'a quote that did not come counts as nothing': { ports: freeOfCharge },
  'a parcel is announced after its message is done': { ports: toldLater },
  'announcements are marked as made before they are': { items: doneAtOnce },
  'each announcement has another key': { ports: otherKeys },
  'later records of a parked key go on': { lines: overtaking },
  'a record that could not be parked is forgotten': { lines: forgetting },
};
