import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { declaredTypes, eventTypesOf } from '../../../console/messages/declared-types.ts';
import { inOrder, messageTypes } from '../../../console/messages/message-types.ts';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';

// That no file is forgotten is the claim here, so this suite looks at the folder.
const folder = new URL('../../../lambdas/contracts/orders/', import.meta.url);

describe('the declared types', () => {
  it('are all that the files of the application export', async () => {
    const modules = await Promise.all(
      readdirSync(folder).map(async (file) => (await import(new URL(file, folder).href)) as object),
    );

    expect(declaredTypes.map(({ name }) => name)).toEqual(
      inOrder(modules.flatMap(eventTypesOf)).map(({ name }) => name),
    );
  });

  it('hold every type that the pipeline carries, but for what sagas tell themselves', () => {
    const own = messageTypes(orders).filter(({ name }) => !name.endsWith('.timer-due'));

    expect(declaredTypes).toEqual(expect.arrayContaining([...own]));
  });
});
