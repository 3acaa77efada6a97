import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { LaunchWrite } from '@slipway/plugin-loadtest-common';
import { runDetail, runPlan } from '../__testUtils__/runs';
import { DatabaseRunStore } from '../database/DatabaseRunStore';
import { LAUNCH_LEASE_MS } from '../database/RunStore';
import { Runner } from '../runners/types';
import { LaunchService } from './LaunchService';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const { actor } = runPlan();

function launchWrite(): LaunchWrite {
  const { curve, userClasses, thresholds, ...run } = runDetail();
  return {
    entityRef: run.entityRef,
    suite: {
      name: run.suite,
      locustfile: 'locustfile.py',
      userClasses,
      targets: [],
      profiles: [],
      thresholds,
    },
    hash: 'abc',
    locustfile: '# none',
    profile: { name: 'load', curve, warmUpSeconds: 0 },
    runner: 'local',
    offer: {
      target: {
        environment: 'dev',
        cluster: 'gke',
        namespace: 'shop',
        url: run.targetUrl,
      },
      environment: 'dev',
      limits: {
        maxUsers: 100,
        maxDurationSeconds: 600,
        workerUsers: 100,
        where: 'dev',
      },
      runners: [{ runner: 'local' }],
      refused: [],
      workers: [],
    },
    startedBy: run.startedBy,
  };
}

describe.each(databases.eachSupportedId())('a launch on %s', id => {
  // The databases wait for real.
  beforeEach(() => {
    jest.useFakeTimers({
      doNotFake: [
        'clearImmediate',
        'clearTimeout',
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'setTimeout',
      ],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** A launch whose master and workers come when the test says so. */
  async function setUp() {
    const knex = await databases.init(id);
    const store = await DatabaseRunStore.create({
      database: mockServices.database({ knex }),
    });
    const renewals: Array<Promise<void>> = [];
    const started: { now: () => void; not: (error: Error) => void } = {
      now() {},
      not() {},
    };
    const runner = {
      name: 'local',
      start: () =>
        new Promise<void>((resolve, reject) => {
          Object.assign(started, { now: resolve, not: reject });
        }),
    };
    let opened = () => {};
    const isOpen = new Promise<void>(resolve => {
      opened = resolve;
    });
    const launches = new LaunchService({
      config: { usersPerWorker: 10 },
      logger: mockServices.logger.mock(),
      runners: [runner as unknown as Runner],
      store: {
        open: (...args) => store.open(...args),
        step: (...args) => store.step(...args),
        release: (...args) => store.release(...args),
        renew(...args) {
          const renewal = store.renew(...args);
          renewals.push(renewal);
          return renewal;
        },
      },
      onChange: () => opened(),
    });
    const launched = launches.launch(launchWrite(), actor);
    launched.catch(() => {});
    await isOpen;
    return {
      launched,
      renewals,
      started,
      follow: () => store.claim('follower', new Date(), 1_000),
      /** Time passes while the process lives. */
      async pass(ms: number) {
        jest.advanceTimersByTime(ms);
        await Promise.all(renewals);
      },
    };
  }

  it('keeps others away for as long as it takes, and no longer', async () => {
    const { follow, launched, pass, renewals, started } = await setUp();
    for (let lease = 0; lease < 3; lease += 1) {
      await pass(LAUNCH_LEASE_MS);
      expect(await follow()).toEqual([]);
    }
    started.now();
    const { runId } = await launched;
    expect(await follow()).toEqual([runId]);

    const before = renewals.length;
    await pass(LAUNCH_LEASE_MS);
    expect(renewals).toHaveLength(before);
  });

  it('gives a run to others a lease after the last sign of a process that is gone', async () => {
    const { follow, pass, started } = await setUp();
    await pass(LAUNCH_LEASE_MS);
    // A killed process has no timers.
    const killedAt = Date.now();
    jest.setSystemTime(killedAt + LAUNCH_LEASE_MS - 1_000);
    expect(await follow()).toEqual([]);
    jest.setSystemTime(killedAt + LAUNCH_LEASE_MS + 1_000);
    expect(await follow()).toHaveLength(1);
    started.now();
  });

  it('stops with a start that failed', async () => {
    const { follow, launched, pass, renewals, started } = await setUp();
    await pass(LAUNCH_LEASE_MS);
    started.not(new Error('no such image'));
    await expect(launched).rejects.toThrow('could not be started');
    const before = renewals.length;
    await pass(LAUNCH_LEASE_MS);
    expect(renewals).toHaveLength(before);
    expect(await follow()).toHaveLength(1);
  });
});
