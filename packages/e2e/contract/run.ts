import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { Api, ApiError } from './lib/api';
import { Recorder } from './lib/recorder';
import { Scenario } from './lib/scenario';
import { targetFromEnvironment } from './lib/target';
import { Traffic } from './lib/traffic';
import { World } from './lib/world';
import { scenarios } from './scenarios';

/** How many scenarios run side by side, each in a namespace of its own. */
const CONCURRENCY = 6;

interface Row {
  id: string;
  target: string;
  outcome: 'passed' | 'failed';
  seconds: number;
  /** Different states of the rollout in which the invariants were checked. */
  invariantStates?: number;
  /** Predictions of dialogs that were compared with what the controller then did. */
  predictionPairs?: number;
  /** Why it failed. */
  why?: string;
}

/** Says a line to the person who runs the suite. */
const say = (line: string) => process.stdout.write(`${line}\n`);

const wanted = process.argv.slice(2);
const chosen = wanted.length
  ? scenarios.filter(scenario => wanted.includes(scenario.id))
  : scenarios;

/** Fails a scenario that passed through a state in which the page would have said something false. */
function assertNoViolations({ violations }: World): void {
  if (violations.size === 0) return;
  throw new Error(
    [
      'Invariants do not hold (docs/contract.md):',
      ...[...violations].map(([violation, at]) => `  ${at} ${violation}`),
    ].join('\n'),
  );
}

async function main(): Promise<void> {
  if (chosen.length === 0) {
    throw new Error(`No scenario is called ${wanted.join(' or ')}.`);
  }
  const target = targetFromEnvironment();
  const api = new Api(target);
  const suffix = randomBytes(3).toString('hex');
  const rows: Row[] = [];
  const namespaces: string[] = [];
  const traffic = new Traffic(target, api, `contract-traffic-${suffix}`);
  if (chosen.some(scenario => scenario.traffic)) {
    // Who needs it waits for it and is told of a failure.
    traffic.workloads().catch(() => {});
  }

  const runOne = async (scenario: Scenario): Promise<void> => {
    const namespace = `contract-${scenario.id}-${suffix}`;
    const began = Date.now();
    const folder = process.env.SLIPWAY_RECORD;
    const world = new World(
      target,
      api,
      namespace,
      traffic,
      folder ? new Recorder(folder, scenario.id) : undefined,
    );
    let failure: unknown;
    try {
      await api.createNamespace(namespace);
      namespaces.push(namespace);
      await scenario.run(world);
      assertNoViolations(world);
    } catch (error) {
      failure = error ?? new Error('failed without a reason');
    }
    const seconds = (Date.now() - began) / 1000;
    const outcome = failure === undefined ? 'passed' : 'failed';
    const why =
      failure instanceof Error ? String(failure.stack) : String(failure);
    rows.push({
      id: scenario.id,
      target: target.name,
      outcome,
      seconds,
      ...(failure === undefined ? {} : { why }),
      ...(world.states > 0 ? { invariantStates: world.states } : {}),
      ...(world.predictionPairs > 0
        ? { predictionPairs: world.predictionPairs }
        : {}),
    });
    for (const pair of world.pairs) {
      rows.push({
        id: `prediction: ${pair.id}`,
        target: target.name,
        outcome: pair.outcome,
        seconds: pair.seconds,
      });
    }
    say(
      `${outcome === 'passed' ? '✔' : '✖'} ${scenario.id} (${seconds.toFixed(
        1,
      )} s) ${scenario.title}`,
    );
    if (world.woken > 0) {
      say(
        `  the controller overlooked a change and was woken ${world.woken} ×`,
      );
    }
    if (failure !== undefined) say(why);
    await api.delete(ROLLOUTS, namespace, world.name).catch(error => {
      if (error instanceof ApiError && error.status === 404) return;
      say(`  its rollout could not be deleted: ${error}`);
    });
  };

  const queue = [...chosen];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await runOne(next);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  if (traffic.begun) namespaces.push(traffic.namespace);
  // Only now: a controller at work in a namespace that is being deleted slows all others down.
  await Promise.all(namespaces.map(name => api.deleteNamespace(name)));
  api.close();

  const report = process.env.SLIPWAY_REPORT;
  if (report) {
    mkdirSync(dirname(report), { recursive: true });
    writeFileSync(report, `${JSON.stringify(rows, undefined, 2)}\n`);
  }
  if (traffic.woken > 0) {
    say(
      `The controller overlooked a change of the pods with traffic and was woken ${traffic.woken} ×`,
    );
  }
  const failed = rows.filter(row => row.outcome === 'failed').length;
  const states = rows.reduce((sum, row) => sum + (row.invariantStates ?? 0), 0);
  const pairs = rows.filter(row => row.id.startsWith('prediction: '));
  if (pairs.length > 0) {
    say(
      `${pairs.filter(row => row.outcome === 'passed').length} of ${
        pairs.length
      } predictions of actions were what happened`,
    );
  }
  say(`The invariants were checked in ${states} states`);
  say(`${rows.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main().catch(error => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
