/** `kill -9` of the backend in the middle of runs. SLIPWAY_SEED repeats a failure; the full lane has 20 crashes. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from './lib/badRequests';
import { cleanUp, temporaryFolder } from './lib/cleaner';
import { LoadedCluster } from './lib/loadedCluster';
import { sharedPortal, startOwnPortal } from './lib/portals';
import * as runKinds from './lib/runKinds';
import { StartedPortal } from './lib/scripts';
import { SignedIn, signIn } from './lib/users';
import { until } from './lib/wait';

const { answer, fault, jointRun, loadTest } = runKinds;
const file = { after };
const CRASHES = process.env.SLIPWAY_LANE === 'full' ? 20 : 3;
const SEED = Number(process.env.SLIPWAY_SEED ?? 1);
const random = randomFrom(SEED);
/** A master that did not start is given up after two minutes. */
const LONGEST_MS = 240_000;

/** Every fourth within a second of the launch, when most is half done. */
const crashes = Array.from({ length: CRASHES }, (_, index) => {
  const kind = [loadTest, fault, jointRun][index % 3];
  const within = random() < 0.25 ? 1 : kind.seconds;
  const ms = Math.round(random() * within * 1_000);
  return { kind, name: `crash-${index}`, ms };
});

describe('crash', () => {
  const folder = temporaryFolder(file);
  const cluster = new LoadedCluster(sharedPortal().kubeconfig);
  cleanUp(file, () => cluster.close());
  let portal: StartedPortal | undefined;

  /** A user of the portal, which is started where it does not run. */
  async function olga(): Promise<SignedIn> {
    const config = join(folder, 'crash.json');
    const loadtest = { suites: '../e2e/fixtures/load-tests' };
    const sampleInterval = `${runKinds.SAMPLE_SECONDS}s`;
    const resilience = { minBaseline: '1s', minRecovery: '1s', sampleInterval };
    writeFileSync(
      config,
      JSON.stringify({ slipway: { loadtest, resilience } }),
    );
    const configs = [...sharedPortal().configs, config];
    portal ??= await startOwnPortal(file, { configs, folder });
    await portal.ready();
    const started = portal;
    return until('olga signs in', () =>
      signIn(started, 'olga').catch(() => undefined),
    );
  }

  async function crash() {
    assert.ok(portal);
    process.kill(portal.pid, 'SIGKILL');
    await portal.exited;
    portal = undefined;
  }

  /** Launches as soon as it can be. @returns when the answer is there, which may be lost */
  async function launch(kind: runKinds.RunKind, name: string) {
    const user = await olga();
    let last: unknown;
    const body = await until(`a ${kind.title} can be launched`, () =>
      kind.body(user, name).catch(error => {
        last = error;
        return undefined;
      }),
    ).catch(error => {
      throw new Error(`${error.message}: ${last}`);
    });
    const since = Date.now();
    const id = answer<{ runId?: string }>(
      user,
      `${kind.target}/actions/launch`,
      body,
    ).then(({ runId = name }) => runId);
    return { id, since };
  }

  /** Holds a run to its end, and to what is true then. */
  async function assertTrueEnd(kind: runKinds.RunKind, id: string) {
    const user = await olga();
    let words = 'unknown';
    const { untrue } = await until(
      `the ${kind.title} is over`,
      async () => {
        const standing = await kind.standing(user, id);
        words = standing?.words ?? words;
        return standing?.over && standing;
      },
      LONGEST_MS,
    ).catch(error => {
      throw new Error(`${error.message}; it is ${words}`);
    });
    assert.deepEqual(untrue, [], words);
    return words;
  }

  async function assertNothingLeft() {
    let left: string[] = [];
    await until('nothing is left', async () => {
      left = await cluster.left();
      return left.length === 0;
    }).catch(() => assert.deepEqual(left, []));
  }

  it('a fault and a load end by themselves while the backend is gone', async t => {
    const name = 'left-alone';
    const run = await (await launch(loadTest, name)).id;
    await (
      await launch(fault, name)
    ).id;
    const has = async (condition: 'AllInjected' | 'AllRecovered') =>
      (await cluster.faults(condition)).includes(name);
    await until(
      'the load runs',
      async () => Number(await cluster.users(run)) > 0,
    );
    await until('the fault is injected', () => has('AllInjected'));
    await crash();
    await until('the fault recovers', () => has('AllRecovered'));
    await until(
      'no user is left',
      async () => (await cluster.users(run)) === 0,
    );
    assert.ok(await cluster.goesByItself(run));

    // The next start, late as it is, finds out what became of them.
    t.diagnostic(await assertTrueEnd(loadTest, run));
    t.diagnostic(await assertTrueEnd(fault, name));
    await assertNothingLeft();
  });

  for (const { kind, name, ms } of crashes) {
    it(`${name} of a ${kind.title} after ${ms} ms (SLIPWAY_SEED=${SEED})`, async t => {
      const { id, since } = await launch(kind, name);
      const answered = id.catch(error => {
        // Not answered; a refusal is another error.
        if (error instanceof TypeError) return undefined;
        throw error;
      });
      await sleep(ms);
      await crash();
      const user = await olga();
      const newest = async () => {
        if (!kind.runs) return (await kind.standing(user, name)) && name;
        const [run] = await answer<Array<{ id: string; createdAt: string }>>(
          user,
          `${kind.runs}?limit=1`,
        );
        return run && Date.parse(run.createdAt) >= since ? run.id : undefined;
      };
      const run = (await answered) ?? (await newest());
      t.diagnostic(run ? await assertTrueEnd(kind, run) : 'It did not start.');
      await assertNothingLeft();
    });
  }
});
