import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import { until } from '@slipway/test-utils';
import {
  CLUSTER,
  delayFault,
  Harness,
  HarnessOptions,
  startHarness,
} from '../__testUtils__/harness';
import { DatabaseHaltStore } from '../database/DatabaseHaltStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const AT = '2026-01-02T01:00:00.000Z';
const PAULA = {
  userEntityRef: 'user:default/paula',
  ownershipEntityRefs: ['user:default/paula', 'group:default/platform'],
};
const target = (name: string) => ({
  cluster: CLUSTER,
  kind: 'NetworkChaos' as const,
  namespace: 'shop',
  name,
  uid: `uid-${name}`,
});

describe.each(databases.eachSupportedId())(
  'a halt whose process was killed, on %s',
  id => {
    /** What a process leaves that was killed after it had stopped `slow-1` of three. */
    async function interrupted(leaseUntil: Date) {
      const knex = await databases.init(id);
      const database = mockServices.database({ knex });
      const store = await DatabaseHaltStore.create({ database });
      await store.halt(
        {
          actor: PAULA,
          at: AT,
          reason: 'Orders fail for users',
          targets: ['slow-1', 'slow-2', 'slow-3'].map(target),
        },
        { owner: 'the killed one', until: leaseUntil },
      );
      const start = (options: HarnessOptions = {}) =>
        startHarness({
          database,
          faults: [delayFault('slow-2'), delayFault('slow-3')],
          ...options,
        });
      return { start, store };
    }
    const deleted = ({ clusters }: Harness) =>
      clusters.writes.map(({ write }) => [write.verb, write.name]);
    const recorded = ({ activity }: Harness) =>
      activity.entries.filter(({ type }) => type === 'halt-finished');
    const gone = () => new Date(Date.now() - 1_000);

    it('is carried out by the next start, in the name of whoever halted', async () => {
      const { start, store } = await interrupted(gone());
      expect(await store.read()).toMatchObject({ stopping: true });
      const harness = await start();
      const halt = await until('the halt is carried out', async () => {
        const state = await store.read();
        return state.stopped !== undefined && state;
      });
      // The one that is gone was stopped by it too.
      expect(halt).toEqual({
        halted: true,
        by: PAULA.userEntityRef,
        at: AT,
        reason: 'Orders fail for users',
        stopped: 3,
      });
      expect(deleted(harness)).toEqual([
        ['delete', 'slow-2'],
        ['delete', 'slow-3'],
      ]);
      expect(harness.clusters.writes[0].actor).toEqual(PAULA);
      expect((await harness.launch()).status).toBe(403);
      await until('it is in the record', () => recorded(harness).length > 0);
      expect(recorded(harness)).toMatchObject([
        {
          type: 'halt-finished',
          source: 'platform',
          severity: 'warning',
          target: { kind: 'Fault', name: 'all faults' },
          summary:
            'The halt of all faults by user:default/paula was interrupted and is now carried out: 3 faults were stopped by it.',
        },
      ]);
      expect(harness.audited).toContainEqual(
        expect.objectContaining({
          eventId: 'continue-halt',
          severityLevel: 'critical',
          outcome: 'succeeded',
          meta: expect.objectContaining({ by: PAULA.userEntityRef }),
        }),
      );
    });

    it('what the cluster refuses then, and what cannot be seen, is named', async () => {
      const { start, store } = await interrupted(gone());
      const harness = await start({
        beforeStart: ({ clusters }) => {
          clusters.failNext('write', new NotAllowedError('RBAC refuses'));
        },
      });
      const { stopped, left } = await until('it is carried out', async () => {
        const state = await store.read();
        return state.stopped !== undefined && state;
      });
      expect(stopped).toBe(2);
      expect(left).toEqual(['NetworkChaos gke/shop/slow-2: RBAC refuses']);
      const { body } = await harness.get(`${harness.base}/halt`);
      expect(body).toMatchObject({ halted: true, stopped, left });
      await until('it is in the record', () => recorded(harness).length > 0);
      expect(recorded(harness)).toMatchObject([
        {
          severity: 'error',
          summary: expect.stringContaining(
            '1 of 3 faults could not be stopped.',
          ),
        },
      ]);
    });

    it('of a cluster that does not answer nothing is said to be stopped', async () => {
      const { start, store } = await interrupted(gone());
      await start({
        faults: [],
        beforeStart: ({ clusters }) => {
          clusters.setFreshness(CLUSTER, {
            state: 'unreachable',
            reason: 'It does not answer.',
          });
          for (const _ of ['slow-1', 'slow-2', 'slow-3']) {
            clusters.failNext('write', new Error('connect ECONNREFUSED'));
          }
        },
      });
      const halt = await until('it is carried out', async () => {
        const state = await store.read();
        return state.stopped !== undefined && state;
      });
      expect(halt.stopped).toBe(0);
      expect(halt.left).toEqual([
        ...['slow-1', 'slow-2', 'slow-3'].map(
          name => `NetworkChaos gke/shop/${name}: connect ECONNREFUSED`,
        ),
        'Not known: what runs in gke now: It does not answer.',
      ]);
    });

    it('is carried out once by several replicas, and not while its process works on it', async () => {
      const { start, store } = await interrupted(
        new Date(Date.now() + 3_600_000),
      );
      const held = await start();
      expect(await store.read()).toMatchObject({ stopping: true });
      expect(deleted(held)).toEqual([]);

      // Its process is gone, and two others look for it at once.
      await store.renew(AT, { owner: 'the killed one', until: gone() });
      const others = await Promise.all([start(), start()]);
      await until(
        'it is carried out',
        async () => (await store.read()).stopped !== undefined,
      );
      await until('one has recorded it', () =>
        [held, ...others].some(one => recorded(one).length > 0),
      );
      const audited = [held, ...others].flatMap(one => one.audited);
      expect(
        audited.filter(({ eventId }) => eventId === 'continue-halt'),
      ).toHaveLength(1);
      expect([held, ...others].flatMap(deleted)).toHaveLength(2);
    });
  },
);
