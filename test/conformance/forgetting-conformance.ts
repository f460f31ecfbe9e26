import { beforeAll, describe, expect, it } from '@jest/globals';
import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { sha256Fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { createEventIndexer } from '../../lambdas/core/event-index/event-indexer.ts';
import { createIndexReader } from '../../lambdas/core/event-index/index-reader.ts';
import { indexPartitions } from '../../lambdas/core/event-index/index-partition.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { KeyWrapping } from '../../lambdas/core/ports/key-wrapping.ts';
import { createForgetPerson } from '../../lambdas/core/privacy/forget-person.ts';
import { projection } from '../../lambdas/core/projection/projection.ts';
import { type Projector, createProjector } from '../../lambdas/core/projection/projector.ts';
import { type ViewRow, createViews } from '../../lambdas/core/projection/views.ts';
import { fixedIds } from '../support/fixed-ids.ts';
import { PatientSeen, type PersonalRig, personalRig, seen, visits } from '../support/personal-rig.ts';

/** Where a pipeline that seals keeps everything. */
export interface ForgettingGround {
  readonly items: ItemStore;
  /** The index's table. */
  readonly index: ItemStore;
  readonly wrapping: KeyWrapping;
}

/** Rows about persons are named by their pseudonym. */
const patients = projection('patients', {
  version: 1,
  events: [PatientSeen],
  project: ({ data, datasubject }) => [
    { row: datasubject ?? 'forgotten', add: { visits: 1 }, set: { patient: data.patient } },
  ],
  forgets: (subject) => [{ row: subject, gone: true }],
});

const deadline = Number.MAX_SAFE_INTEGER;

/** From the event to the index, to a projection, to being forgotten, wherever it is kept. */
export function forgettingConformance(name: string, ground: ForgettingGround): void {
  describe(`failure mode 60: a person is forgotten, ${name}`, () => {
    const rig = personalRig(ground);
    const { clock } = rig;
    const ids = fixedIds('f');
    const writer = createMessageWriter({ ids, clock, source: '/test' });
    const person = createForgetPerson({ items: ground.items, writer, clock, ids, fingerprint: sha256Fingerprint });
    const indexer = createEventIndexer({
      ...{ items: ground.index, source: ground.items, categories: ['visit', 'subject'], clock },
      ...{ backoff: { wait: () => Promise.resolve() }, telemetry: silentTelemetry },
    });
    const views = createViews({ items: ground.index });
    const rows = (): Promise<readonly ViewRow[]> => views.list('patients');
    /** A projector of a process that has no key in memory. */
    const projectorOf = ({ seal, payloads }: PersonalRig): Projector =>
      createProjector({
        ...{ projections: [patients], items: ground.index, telemetry: silentTelemetry, clock, ids },
        payloads: { ...payloads, personal: seal },
      });
    const seenIn = async (stream: string, patient: string): Promise<void> => {
      const after = await rig.events.load(visits, stream);
      await rig.events.append(visits, { after, events: [seen(patient, 'she coughs')], cause: undefined });
    };
    let ada = '';
    let bob = '';

    beforeAll(async () => {
      [ada, bob] = [(await person.look('ada@home')).subject, (await person.look('bob@home')).subject];
      await seenIn('visit-v1', 'ada@home');
      await seenIn('visit-v1', 'bob@home');
      await seenIn('visit-v2', 'ada@home');
      await indexer.reindexStream('visit-v1');
      await indexer.reindexStream('visit-v2');
      await projectorOf(rig.restarted()).run({ deadline });
    });

    it('is known to a projection before, which keeps it in clear, and to the index under seal alone', async () => {
      expect(await rows()).toEqual(
        [
          { row: ada, fields: { visits: 2, patient: 'ada@home' } },
          { row: bob, fields: { visits: 1, patient: 'bob@home' } },
        ].sort((one, other) => (one.row < other.row ? -1 : 1)),
      );
      const events = await Promise.all(
        indexPartitions.map((partition) => createIndexReader({ items: ground.index }).events({ partition, after: 0 })),
      );
      expect(events.flat()).toHaveLength(3);
      expect(JSON.stringify(events)).not.toMatch(/@home|she coughs/);
    });

    it('leaves the projection with the event that says so, and no other person does', async () => {
      expect(await person.forget('ada@home', 'operator')).toMatchObject({ done: true, subject: ada });
      await indexer.reindexStream(`subject-${ada}`);
      await projectorOf(rig.restarted()).run({ deadline });

      expect(await rows()).toEqual([{ row: bob, fields: { visits: 1, patient: 'bob@home' } }]);
      expect((await rig.restarted().events.load(visits, 'visit-v2')).state).toEqual({
        patient: 'somebody',
        texts: ['forgotten'],
      });
    });

    it('does not come back with a rebuild: what is left of the events is about nobody', async () => {
      const projector = projectorOf(rig.restarted());
      await projector.requestRebuild('patients');
      await projector.run({ deadline });

      expect((await projector.state('patients')).building).toBeUndefined();
      expect(await rows()).toEqual(
        [
          { row: bob, fields: { visits: 1, patient: 'bob@home' } },
          { row: 'forgotten', fields: { visits: 2, patient: 'somebody' } },
        ].sort((one, other) => (one.row < other.row ? -1 : 1)),
      );
    });

    it('is in no item of the event table any more', async () => {
      const partitions = ['visit-v1', 'visit-v2', `subject-${ada}`];
      const items = await Promise.all(partitions.map((partition) => ground.items.query({ partition })));

      expect(items.flat().length).toBeGreaterThan(3);
      expect(JSON.stringify(items)).not.toMatch(/ada@home|she coughs/);
    });
  });
}
