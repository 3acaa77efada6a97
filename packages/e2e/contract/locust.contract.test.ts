/**
 * The local runner of load tests with real Locust: master and two workers on
 * loopback, against a small server of this file. SLIPWAY_LOCUST is the path of
 * the program (`add-ons --with locust` of tools/real-stack makes one).
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  countsOf,
  MasterSample,
  MasterStatus,
  RunJudge,
} from '@slipway/plugin-loadtest-common';
import {
  LocalAddress,
  LocalRunner,
  processesOf,
  RunPlan,
  signal,
} from '@slipway/plugin-loadtest-backend/localRunner';

const URL = 'http://orders.shop:8300';
const WITHIN_MS = 90_000;
const CLASSES = [
  { name: 'Reader', weight: 1, pacingSeconds: 0.5, requestsPerTask: 1 },
];
const LOCUSTFILE = `from locust import FastHttpUser, task


class Reader(FastHttpUser):
    network_timeout = 60

    @task(3)
    def orders(self):
        self.client.get("/orders")

    @task
    def broken(self):
        self.client.get("/broken")
`;
/** Users over time of each profile, short. */
const PROFILES = {
  load: [
    { at: 0, users: 0 },
    { at: 4, users: 10 },
    { at: 10, users: 10 },
  ],
  stress: [
    { at: 0, users: 4 },
    { at: 5, users: 4 },
    { at: 5, users: 12 },
    { at: 10, users: 12 },
  ],
  spike: [
    { at: 0, users: 4 },
    { at: 4, users: 4 },
    { at: 5, users: 20 },
    { at: 9, users: 20 },
    { at: 9, users: 4 },
    { at: 12, users: 4 },
  ],
  endurance: [
    { at: 0, users: 6 },
    { at: 12, users: 6 },
  ],
};
const LONG = [
  { at: 0, users: 10 },
  { at: 120, users: 10 },
];

/** The default lane has the curve that changes most; the full lane has every profile. */
const isFull = process.env.SLIPWAY_LANE === 'full';

const locust = process.env.SLIPWAY_LOCUST;
assert.ok(locust, 'SLIPWAY_LOCUST is not set');

describe('real Locust', { concurrency: 1 }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-load-'));
  let hangs = false;
  const server = createServer((req, res) => {
    if (hangs) return;
    res.statusCode = req.url === '/broken' ? 500 : 200;
    setTimeout(() => res.end('{}'), 5);
  });
  const addresses: LocalAddress[] = [];
  const runner = new LocalRunner({ locust, directory, addresses });
  const plans: RunPlan[] = [];

  before(async () => {
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    assert.ok(typeof address === 'object' && address);
    addresses.push({ from: URL, to: `http://127.0.0.1:${address.port}` });
  });

  after(async () => {
    for (const plan of plans) await runner.remove(plan);
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function start(points: RunPlan['points'], more: Partial<RunPlan> = {}) {
    const plan: RunPlan = {
      id: randomUUID(),
      runner: 'local',
      cluster: 'gke',
      namespace: 'shop',
      url: URL,
      points,
      userClasses: CLASSES,
      workers: 2,
      peakUsers: 20,
      sampleSeconds: 2,
      deadlineSeconds: 300,
      locustfile: LOCUSTFILE,
      actor: { userEntityRef: 'user:default/olga', ownershipEntityRefs: [] },
      ...more,
    };
    plans.push(plan);
    await runner.start(plan);
    return plan;
  }

  /** Reads until something holds, with all samples so far. */
  async function until(
    plan: RunPlan,
    what: string,
    holds: (status: MasterStatus, samples: readonly MasterSample[]) => boolean,
  ) {
    const samples: MasterSample[] = [];
    const end = Date.now() + WITHIN_MS;
    let last = '';
    while (Date.now() < end) {
      const reading = await runner.read(plan, samples.length);
      if (reading.state === 'answered') {
        samples.push(...reading.status.samples);
        if (holds(reading.status, samples)) {
          return { status: reading.status, samples };
        }
        last = reading.status.state;
      } else last = reading.reason;
      await sleep(500);
    }
    return assert.fail(`${what}: not within ${WITHIN_MS / 1000} s; ${last}`);
  }

  const running = (plan: RunPlan) =>
    until(plan, 'it runs', ({ state }, samples) =>
      Boolean(state === 'running' && samples.length > 1),
    );

  const profiles = Object.entries(PROFILES).filter(
    ([name]) => isFull || name === 'spike',
  );
  for (const [name, points] of profiles) {
    it(`${name}: follows its curve, ends by itself, and has the figures of Locust's own report`, async () => {
      const plan = await start(points);
      const { status, samples } = await until(
        plan,
        'it ends',
        ({ finished, lastSeq }, read) => finished && read.length === lastSeq,
      );
      assert.equal(status.complete, true);
      assert.equal(status.significantDigits, 3);
      assert.equal(
        Math.max(...samples.map(({ users }) => users)),
        Math.max(...points.map(({ users }) => users)),
      );
      assert.deepEqual(
        samples.map(({ seq }) => seq),
        samples.map((_, index) => index + 1),
      );
      const last = samples[samples.length - 1];
      assert.equal(last.users, 0);
      const total = countsOf(last.entries);
      assert.ok(total.requests > 20);
      assert.equal(
        total.failures,
        countsOf(last.entries, 'GET /broken').requests,
      );
      assert.equal(
        [...total.times.values()].reduce((a, b) => a + b, 0),
        total.requests,
      );
      const report = (await runner.report(plan)) ?? '';
      assert.match(
        report,
        new RegExp(`"num_requests":\\s*${total.requests}\\b`),
      );
      await runner.remove(plan);
      assert.deepEqual(await runner.leftovers(plan), []);
      // A portal that comes later still has everything.
      const kept = await runner.read(plan, 0);
      assert.equal(kept.state, 'answered');
    });
  }

  it('stop takes all users away, and nothing lives afterwards', async () => {
    const plan = await start(LONG);
    await running(plan);
    await runner.stop(plan);
    const { status } = await until(plan, 'it stops', one => one.finished);
    assert.equal(status.complete, false);
    await runner.remove(plan);
    assert.deepEqual(await runner.leftovers(plan), []);
  });

  it('a worker that is killed is missing, and the other has its users', async () => {
    const plan = await start(LONG);
    await running(plan);
    const worker = (await processesOf(join(directory, plan.id))).find(
      ({ role }) => role === 'worker',
    );
    assert.ok(worker);
    signal(worker.pid, 'SIGKILL');
    await until(plan, 'a worker is missing', (_, samples) =>
      samples.some(({ missingWorkers }) => missingWorkers === 1),
    );
    await until(plan, 'the other has all users', ({ workers }) =>
      workers.some(({ users, state }) => users === 10 && state !== 'missing'),
    );
    await runner.remove(plan);
  });

  it('a master that is killed is gone, and its workers end by themselves', async () => {
    const plan = await start(LONG);
    await running(plan);
    const folder = join(directory, plan.id);
    const master = (await processesOf(folder)).find(
      ({ role }) => role === 'master',
    );
    assert.ok(master);
    signal(master.pid, 'SIGKILL');
    const end = Date.now() + WITHIN_MS;
    while ((await processesOf(folder)).length > 0) {
      assert.ok(Date.now() < end, 'the workers live on');
      await sleep(500);
    }
    assert.equal((await runner.read(plan, 0)).state, 'gone');
  });

  it('every process ends at the deadline of the run', async () => {
    const plan = await start(LONG, { deadlineSeconds: 8 });
    const end = Date.now() + WITHIN_MS;
    while ((await runner.leftovers(plan)).length > 0) {
      assert.ok(Date.now() < end, 'something lives on');
      await sleep(500);
    }
  });

  it('a target that hangs is found', async () => {
    const plan = await start(LONG);
    await running(plan);
    hangs = true;
    try {
      const judge = new RunJudge({
        thresholds: [],
        warmUpSeconds: 0,
        userClasses: CLASSES,
      });
      await until(plan, 'it hangs', (_, samples) => {
        samples.forEach(sample => judge.add(sample));
        return judge.stopReason() !== undefined;
      });
      assert.match(judge.stopReason() ?? '', /^The target hangs/);
    } finally {
      hangs = false;
      await runner.remove(plan);
    }
  });

  it('a user class that is not there is reported', async () => {
    const plan = await start(LONG, {
      userClasses: [{ ...CLASSES[0], name: 'Nobody' }],
    });
    const end = Date.now() + WITHIN_MS;
    let reading = await runner.read(plan, 0);
    while (reading.state !== 'gone') {
      assert.ok(Date.now() < end, 'the master lives');
      await sleep(500);
      reading = await runner.read(plan, 0);
    }
    assert.match(reading.reason, /Unknown User|Nobody/);
    await runner.remove(plan);
  });
});
