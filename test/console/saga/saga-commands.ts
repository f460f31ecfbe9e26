import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Sagas } from '../../../console/saga/sagas.ts';
import type { Item } from '../../../lambdas/core/ports/item-store.ts';
import type { CommandAnswer, CommandOptions } from '../../support/command-on.ts';
import { type TripRig, tripRig } from '../../support/trip-rig.ts';
import {
  CardCharged,
  CardDeclined,
  FlightBooked,
  FlightCancelled,
  FlightKept,
  HotelCancelled,
  TicketSent,
  trip,
} from '../../support/trip-saga.ts';
import { type TripPlace, sagaOn, tripSagas } from '../../support/trip-sagas.ts';

/** A table of trips that begins empty for each test. */
export interface OpenTrips extends TripPlace {
  /** Every item there is. */
  all(): Promise<readonly Item[]>;
}

/** What the commands on sagas do, wherever the sagas are kept. */
export function sagaCommands(name: string, open: () => Promise<OpenTrips>): void {
  describe(`the commands on sagas (${name})`, () => {
    let place: OpenTrips;
    let rig: TripRig;
    let sagas: Sagas;

    beforeEach(async () => {
      place = await open();
      rig = tripRig(place.items, place.clock);
      sagas = tripSagas(place);
    }, 30_000);

    const saga = (command: string, options?: CommandOptions): Promise<CommandAnswer> => sagaOn(sagas, command, options);
    const json = async (command: string): Promise<unknown> => JSON.parse((await saga(`${command} --json`)).output);

    const failedCompensation = async (key: string): Promise<void> => {
      await rig.booked(key);
      await rig.reply(key, CardDeclined.of({ trip: key, reason: 'no money' }));
      await rig.reply(key, HotelCancelled.of({ trip: key }));
      await rig.reply(key, FlightKept.of({ trip: key, reason: 'airline is shut' }));
    };
    const completed = async (key: string): Promise<void> => {
      await rig.booked(key);
      await rig.reply(key, CardCharged.of({ trip: key }));
      await rig.reply(key, TicketSent.of({ trip: key }));
    };

    describe('ls', () => {
      it('failure mode 51: finds the stuck ones through the index alone, and says how to go on', async () => {
        await failedCompensation('t1');
        await rig.booked('t2');

        const { code, output, progress } = await saga('ls --stuck');

        expect({ code, progress }).toEqual({ code: 0, progress: '' });
        expect(output).toMatch(/^book-trip: 1 saga, 1 compensation_failed$/m);
        expect(output).toMatch(/^book-trip +t1 +compensation_failed +\d+ .* pay: no money$/m);
        expect(output).toContain('see one with: npm run pipeline -- saga show t1 --saga book-trip');
        expect(output).not.toContain('t2');
      });

      it('counts those of every status, by reading the table, and never shows what they were told', async () => {
        await completed('t1');
        await rig.start('t2');
        await failedCompensation('t3');

        const { output } = await saga('ls');

        expect(output).toMatch(/^book-trip: 3 sagas, /m);
        expect(output).toMatch(/^book-trip +t2 +running +flight /m);
        expect(output).not.toContain('Ann');
      });

      it.each([
        ['ls --status completed', ['t1']],
        ['ls --status completed --status running', ['t1', 't2']],
        ['ls --saga book-trip', ['t1', 't2']],
        ['ls --saga end-trip', []],
        ['ls --older-than 1d', []],
        ['ls --limit 1', ['t1']],
      ])('%s shows %j', async (command, keys) => {
        await completed('t1');
        await rig.start('t2');

        const found = (await json(command)) as readonly { readonly key: string }[];

        expect(found.map(({ key }) => key).sort()).toEqual(keys);
      });

      it('says that there are none', async () => {
        expect(await saga('ls --stuck')).toMatchObject({ code: 0, output: 'no sagas\n' });
      });
    });

    describe('show', () => {
      it('tells the story of a saga and what can be done, and hides what it was told', async () => {
        await failedCompensation('t1');

        const { output } = await saga('show t1');

        expect(output).toMatch(/^status +compensation_failed$/m);
        expect(output).toMatch(/^failed +pay: no money$/m);
        expect(output).toMatch(/^stuck +\d{4}-.*\(\d+ s ago\)$/m);
        expect(output).toMatch(/^flight +command +undo failed/m);
        expect(output).toMatch(/^hotel +command +undone/m);
        expect(output).toMatch(/^pay +command +refused/m);
        expect(output).toMatch(/^ticket +command +not begun/m);
        expect(output).toMatch(/flight.kept +undo of flight/);
        expect(output).toContain('saga resume t1 --saga book-trip');
        expect(output).not.toContain('12A');
        expect(output).not.toContain('Ann');
      });

      it('shows what it was told on request, without what is personal', async () => {
        await rig.booked('t1');

        const { output } = await saga('show t1 --data');

        expect(output).toContain('"seat": "12A"');
        expect(output).toContain('"traveller": "***"');
        expect(output).not.toContain('Ann');
        expect(await json('show t1')).not.toHaveProperty('data');
      });

      it('shows a saga whose definition is missing, with a word about it', async () => {
        await rig.booked('t1');
        sagas = tripSagas(place, [{ ...trip, version: 9 }]);

        const { code, output } = await saga('show t1 --data');

        expect(code).toBe(0);
        expect(output).toContain('book-trip (definition version 1, which is missing here)');
        expect(output).not.toContain('12A');
        expect(await saga('cancel t1')).toMatchObject({ code: 1, progress: expect.stringContaining('must be of') });
      });

      it('shows the whole history, also what was calved off', async () => {
        await rig.start('t1');
        for (let time = 1; time <= 250; time += 1) {
          await saga(`retry t1 --reason '${'x'.repeat(100)}'`);
        }

        const { history } = (await json('show t1')) as { readonly history: readonly { readonly message: string }[] };

        expect(history.filter(({ message }) => message === 'operator.retry')).toHaveLength(250);
        expect((await place.all()).some(({ key }) => key.sort.startsWith('saga-history#'))).toBe(true);
      }, 60_000);

      it('says that there is no such saga, and how to find one', async () => {
        expect(await saga('show nobody')).toMatchObject({
          code: 1,
          output: 'no saga has the key "nobody"\nsee what there is with: npm run pipeline -- saga ls\n',
        });
      });
    });

    describe('an order', () => {
      it('as a dry run shows where it would lead and what would be sent, and writes nothing', async () => {
        await rig.start('t1');
        const before = await place.all();

        const { code, output } = await saga('cancel t1 --dry-run');

        expect({ code, output }).toEqual({
          code: 0,
          output: [
            'book-trip t1: cancel would lead from running, awaits flight (version 1) to compensating, awaits undo of flight (version 2)',
            '  would be sent: flight.cancel',
            'nothing was changed',
            '',
          ].join('\n'),
        });
        expect(await place.all()).toEqual(before);
      });

      it('is carried out and noted, with who gave it and why', async () => {
        await rig.start('t1');

        const { code, output } = await saga("cancel t1 --by otto --reason 'wrong day'");

        expect(code).toBe(0);
        expect(output).toMatch(/^ {2}sent: flight.cancel \(.+\)$/m);
        expect((await rig.state('t1')).status).toBe('compensating');
        expect((await saga('audit')).output).toMatch(
          /otto +book-trip +t1 +cancel +running +compensating +flight.cancel +wrong day$/m,
        );
        expect((await saga('show t1')).output).toMatch(/operator.cancel .*wrong day +otto/);
        expect(await json('audit t2')).toEqual([]);
      });

      it.each([
        ['resume', 'saga must be compensation_failed, is running'],
        ['fork --from flight', 'saga must have ended, is running'],
        ['retry --step hotel', 'step "hotel" must be pending'],
        ['skip', 'step "flight" needs a result, the data of "flight.booked"'],
        ["skip --result '{}'", 'must match its schema'],
        ['retry --version 7', 'it must be at version 7, but it is at 1'],
      ])('%s is refused with a reason, and changes nothing', async (words, reason) => {
        await rig.start('t1');
        const before = await place.all();
        const [order = '', ...options] = words.split(' ');

        const { code, output } = await saga(`${order} t1 ${options.join(' ')}`);

        expect(code).toBe(1);
        expect(output).toContain(`${order} is refused, because`);
        expect(output).toContain(reason);
        expect(await place.all()).toEqual(before);
      });

      it('skip takes a result from the command line or from a file', async () => {
        await rig.start('t1');

        await saga(`skip t1 --result '{"trip":"t1","seat":"4D"}'`);
        const { code } = await saga('skip t1 --step hotel --result-file room.json', {
          files: { 'room.json': '{"trip":"t1","room":9}' },
        });

        expect(code).toBe(0);
        expect(await rig.state('t1')).toMatchObject({
          results: { flight: { seat: '4D' }, hotel: { room: 9 } },
          pending: [{ step: 'pay' }],
        });
      });

      it('failure mode 43: resume leads a failed compensation to its end', async () => {
        await failedCompensation('t1');

        expect(await saga('resume t1')).toMatchObject({ code: 0 });
        await rig.reply('t1', FlightCancelled.of({ trip: 't1' }));

        expect((await rig.state('t1')).status).toBe('compensated');
        expect(await saga('ls --stuck')).toMatchObject({ output: 'no sagas\n' });
      });

      it.each(['cancel', 'compensate'])('failure mode 45: %s does not disturb a compensation', async (order) => {
        await rig.start('t1');
        await rig.reply('t1', FlightBooked.of({ trip: 't1', seat: '1A' }));
        await saga('cancel t1');

        expect(await saga(`${order} t1`)).toMatchObject({ code: 1 });

        await rig.reply('t1', HotelCancelled.of({ trip: 't1' }));
        await rig.reply('t1', FlightCancelled.of({ trip: 't1' }));
        expect(await rig.state('t1')).toMatchObject({ status: 'cancelled', undone: ['hotel', 'flight'] });
      });

      it('fork runs a completed saga again, and its former run is kept', async () => {
        await completed('t1');

        expect((await saga('fork t1 --from ticket')).output).toContain('awaits ticket (version 6, run 2)');

        expect((await place.all()).map(({ key }) => key.sort)).toContain('saga-run#000001');
      });

      it('must say which saga is meant when several have the key', async () => {
        await rig.start('t1');
        const item = await place.items.get({ partition: 'trip-t1', sort: 'saga' });
        const attributes = { ...item?.attributes, definition: 'end-trip' };
        await place.items.write({ kind: 'put', key: { partition: 'ending-t1', sort: 'saga' }, attributes, when: [] });

        expect(await saga('retry t1')).toMatchObject({
          code: 2,
          progress: expect.stringContaining('--saga must say which one is meant of book-trip, end-trip') as unknown,
        });
        expect(await saga('retry t1 --saga end-trip')).toMatchObject({ code: 0 });
      });
    });
  });
}
