import {
  createMockDirectory,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { OLGA, REQUEST, startPortal } from '../testing/startPortal';
import { fakeProcessRunner } from '../__testUtils__/processRunner';
import { KeyRing } from '../secrets/KeyRing';
import { EnvironmentNotices } from './EnvironmentNotices';
import { Sweeps } from './Sweeps';

jest.setTimeout(120_000);

const directory = createMockDirectory();
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const HOUR = 3_600_000;

async function setUp() {
  let offset = 0;
  const now = () => Date.now() + offset;
  const { runner, folder, states } = fakeProcessRunner(directory);
  const portal = await startPortal({
    database: mockServices.database({
      knex: await databases.init('SQLITE_3'),
    }),
    logger: mockServices.logger.mock(),
    runner,
    folder,
    now,
    keys: new KeyRing([KeyRing.generate()]),
  });
  const sent: string[] = [];
  const notices = new EnvironmentNotices({
    activity: {
      platformEvent: async () => ({ claimed: true }),
    },
    notifications: {
      async send({ payload }) {
        sent.push(payload.title);
      },
    },
    logger: mockServices.logger.mock(),
  });
  const sweeps = new Sweeps({
    ...portal,
    logger: mockServices.logger.mock(),
    environments: portal.service,
    notices,
    now,
    onChange: () => {},
  });
  await portal.service.create({ ...REQUEST, ttlHours: 72 }, OLGA);
  await portal.until('waiting');
  return {
    portal,
    sent,
    states,
    sweeps,
    /** So many hours after the start. */
    at(hours: number) {
      offset = hours * HOUR;
    },
  };
}

async function ready() {
  const test = await setUp();
  await test.portal.apply();
  await test.portal.until('succeeded');
  return test;
}

describe('Sweeps', () => {
  it('warns three times, and tears down at the end without an approval', async () => {
    const { at, portal, sent, states, sweeps } = await ready();
    for (const hours of [0, 25, 25, 71, 71.6, 71.6]) {
      at(hours);
      await sweeps.ends();
    }
    expect(sent).toEqual(
      ['2 days', '2 hours', '30 minutes'].map(
        words =>
          `orders-try is torn down within ${words}: extend or protect it to keep it.`,
      ),
    );
    at(73);
    await sweeps.ends();
    const { row, operation } = await portal.until('succeeded');
    expect(row.state).toBe('destroyed');
    expect(operation).toMatchObject({ kind: 'destroy', startedBy: 'portal' });
    expect(await states.resources('orders-try')).toBe(0);
  });

  it('leaves alone what is protected', async () => {
    const { at, portal, sweeps } = await ready();
    await portal.service.protect('orders-try', true, OLGA);
    at(100);
    await sweeps.ends();
    expect((await portal.service.get('orders-try')).state).toBe('ready');
    expect((await portal.store.operations('orders-try', 5)).length).toBe(1);
  });

  it('marks plans that expired, and deletes them', async () => {
    const { at, portal, sweeps } = await setUp();
    const [{ id }] = await portal.store.waiting();
    await sweeps.expirePlans();
    expect((await portal.store.operation(id))?.plan?.stale).toBeUndefined();
    at(25);
    await sweeps.expirePlans();
    expect((await portal.store.operation(id))?.plan?.stale).toMatch(
      /^The plan expired at /,
    );
    await expect(portal.service.plan('orders-try', id)).rejects.toThrow(
      'The plan expired, or there is none.',
    );
  });

  it('checks for drift when it is time, once', async () => {
    const { at, portal, sweeps } = await ready();
    await sweeps.checkDrift();
    expect(await portal.store.operations('orders-try', 5)).toHaveLength(1);
    at(7);
    await sweeps.checkDrift();
    const { operation, row } = await portal.until('succeeded');
    expect(operation.kind).toBe('check-drift');
    expect(row.drift?.operationId).toBe(operation.id);
    expect(row.state).toBe('ready');
    await sweeps.checkDrift();
    expect(await portal.store.operations('orders-try', 5)).toHaveLength(2);
  });

  it('forgets operations past their retention', async () => {
    const { at, portal, sweeps } = await ready();
    at(401 * 24);
    await sweeps.enforceRetention();
    expect(await portal.store.operations('orders-try', 5)).toEqual([]);
    expect((await portal.service.get('orders-try')).state).toBe('ready');
  });
});
