/** `kill -9` of the backend in the middle of runs. SLIPWAY_SEED repeats a failure; the full lane has 20 crashes. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from '../contract/lib/api';
import { at } from '../contract/lib/json';
import { readKubeconfig } from '../contract/lib/target';
import { LocalLocust, localLoadTest } from './lib/localLocust';
import { randomFrom } from './lib/badRequests';
import { cleanUp, temporaryFolder } from './lib/cleaner';
import { LoadedCluster } from './lib/loadedCluster';
import { sharedPortal, startOwnPortal } from './lib/portals';
import { answer, fault, jointRun, loadTest, RunKind } from './lib/runKinds';
import { StartedPortal } from './lib/scripts';
import { SignedIn, signIn } from './lib/users';
import { until } from './lib/wait';

const file = { after };
const CRASHES = process.env.SLIPWAY_LANE === 'full' ? 20 : 3;
/** The default has its crashes in the middle: of the load, of the fault, and of the fault of the joint run. */
const SEED = Number(process.env.SLIPWAY_SEED ?? 2);
/** A master that did not start is given up after two minutes. */
const LONGEST_MS = 240_000;
const RESILIENCE = {
  minBaseline: '1s',
  minRecovery: '1s',
  sampleInterval: '2s',
};

const random = randomFrom(SEED);
/** Every fourth while the launch is half done: as soon as the cluster has something of it. */
const crashes = Array.from({ length: CRASHES }, (_, index) => {
  const kind = [loadTest, fault, jointRun][index % 3];
  const isEarly = random() < 0.25;
  const ms = Math.round(random() * (isEarly ? 200 : kind.seconds * 1_000));
  const when = isEarly ? 'after the first object of' : 'into';
  return { kind, isEarly, name: `crash-${index}`, ms, when };
});

/** With real Locust on this machine, in the full lane: two while the launch is half done, two in the middle. */
const localCrashes = Array.from({ length: 4 }, (_, index) => {
  const isEarly = index < 2;
  const ms = Math.round(
    random() * (isEarly ? 2_000 : localLoadTest.seconds * 1_000),
  );
  return { name: `local-${index}`, isEarly, ms };
});

describe('crash', () => {
  const folder = temporaryFolder(file);
  const locust = LocalLocust.of(file, join(folder, 'load'));
  const api = new Api(readKubeconfig(sharedPortal().kubeconfig));
  const cluster = new LoadedCluster(api);
  cleanUp(file, () => api.close());
  let portal: StartedPortal | undefined;

  /** A user of the portal, which is started where it does not run. */
  async function olga(): Promise<SignedIn> {
    const config = join(folder, 'crash.json');
    const loadtest = {
      suites: '../e2e/fixtures/load-tests',
      ...(await locust?.config()),
    };
    writeFileSync(
      config,
      JSON.stringify({ slipway: { loadtest, resilience: RESILIENCE } }),
    );
    const configs = [...sharedPortal().configs, config];
    const started = portal ?? (await startOwnPortal(file, { configs, folder }));
    // One that does not start is no portal of the next test.
    portal = undefined;
    await started.ready();
    portal = started;
    const signedIn = () => signIn(started, 'olga').catch(() => undefined);
    return until('olga signs in', signedIn);
  }

  async function crash() {
    assert.ok(portal);
    process.kill(portal.pid, 'SIGKILL');
    await portal.exited;
    portal = undefined;
  }

  /** A portal that has just started does not know all services. */
  async function launchable(kind: RunKind, name: string) {
    const user = await olga();
    const body = await until(`a ${kind.title} can be launched`, () =>
      kind.body(user, name).catch(() => undefined),
    );
    return { user, body };
  }

  /** Sends a launch as soon as it can be. @returns the id that is answered */
  async function launch(kind: RunKind, name: string) {
    const { user, body } = await launchable(kind, name);
    const path = `${kind.target}/actions/launch`;
    const sent = answer<{ runId?: string }>(user, path, body);
    return { id: sent.then(({ runId = name }) => runId), since: Date.now() };
  }

  /** Holds a run to its end, and to what is true then. */
  async function assertTrueEnd(kind: RunKind, id: string) {
    const user = await olga();
    let words = '';
    const over = async () => {
      const standing = await kind.standing(user, id);
      words = standing?.words ?? 'not known';
      return standing?.over && standing;
    };
    const end = await until(`the ${kind.title} ends`, over, LONGEST_MS).catch(
      error => assert.fail(`${error.message}; it is ${words}`),
    );
    assert.deepEqual(end.untrue, [], words);
    return words;
  }

  /** The run that was launched since then, although the launch was not answered. */
  async function newestOf(kind: RunKind, since: number, name?: string) {
    const user = await olga();
    if (!kind.runs) return name && (await kind.standing(user, name)) && name;
    const path = `${kind.runs}?limit=1`;
    const [run] = await answer<Array<Record<string, string>>>(user, path);
    return Date.parse(run?.createdAt) >= since ? run.id : undefined;
  }

  async function assertNothingLeft() {
    let left: string[] = [];
    await until('nothing is left', async () => {
      const objects = await cluster.left();
      left = objects.map(one => `${one.kind} ${at(one, 'metadata', 'name')}`);
      return left.length === 0;
    }).catch(() => assert.deepEqual(left, []));
  }

  it('a fault and a load end by themselves while the backend is gone', async t => {
    const name = 'left-alone';
    // Its check also asks who owns the pods.
    await launchable(jointRun, name);
    const run = await (await launch(loadTest, name)).id;
    await (
      await launch(fault, name)
    ).id;
    const users = async () => Number(await cluster.users(run));
    await until('the load runs', async () => (await users()) > 0);
    await until('it is injected', () => cluster.isFault(name, 'AllInjected'));
    await crash();
    await until('it recovers', () => cluster.isFault(name, 'AllRecovered'));
    await until('no user is left', async () => (await users()) === 0);
    // The cluster deletes the Job some time after its end, and all that it owns.
    for (const one of await cluster.left()) {
      const owner = at(one, 'metadata', 'ownerReferences', 0, 'uid');
      assert.ok(owner ?? at(one, 'spec', 'ttlSecondsAfterFinished'));
    }

    // The next start, late as it is, finds out what became of them.
    t.diagnostic(await assertTrueEnd(loadTest, run));
    t.diagnostic(await assertTrueEnd(fault, name));
    await assertNothingLeft();
  });

  for (const { kind, isEarly, name, ms, when } of crashes) {
    it(`${name}, ${ms} ms ${when} a ${kind.title} (SLIPWAY_SEED=${SEED})`, async t => {
      const { id, since } = await launch(kind, name);
      const answered = id.catch(error => {
        // Not answered; a refusal is another error.
        if (error instanceof TypeError) return undefined;
        throw error;
      });
      if (isEarly) {
        await until('it has an object', async () => (await cluster.left())[0]);
      }
      await sleep(ms);
      await crash();
      const run = (await answered) ?? (await newestOf(kind, since, name));
      t.diagnostic(run ? await assertTrueEnd(kind, run) : 'It did not start.');
      await assertNothingLeft();
    });
  }

  if (!locust) return;

  it('real Locust ends by itself while the backend is gone, and nothing of it lives', async t => {
    const id = await (await launch(localLoadTest, 'local')).id;
    await until('it has processes', () => locust.roles(id).includes('worker'));
    await crash();
    // Its users with its curve; its master stays two minutes for whoever reads the samples.
    await until(
      'all of its processes end',
      () => locust.roles(id).length === 0,
      2 * LONGEST_MS,
    );
    // What it measured is in its folder.
    t.diagnostic(await assertTrueEnd(localLoadTest, id));
  });

  for (const { name, isEarly, ms } of localCrashes) {
    const when = isEarly ? 'after its first process' : 'into';
    it(`${name}, ${ms} ms ${when} a load test with real Locust (SLIPWAY_SEED=${SEED})`, async t => {
      const { id, since } = await launch(localLoadTest, name);
      const answered = id.catch(error => {
        // Not answered; a refusal is another error.
        if (error instanceof TypeError) return undefined;
        throw error;
      });
      if (isEarly) {
        await until('it has a process', () => locust.roles().length > 0);
      }
      await sleep(ms);
      await crash();
      const run = (await answered) ?? (await newestOf(localLoadTest, since));
      t.diagnostic(
        run ? await assertTrueEnd(localLoadTest, run) : 'It did not start.',
      );
      await until('no process is left', () => locust.roles().length === 0);
    });
  }
});
