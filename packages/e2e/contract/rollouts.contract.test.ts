/**
 * The contract scenarios of rollouts on one target, six side by side, each in a
 * namespace of its own. SLIPWAY_SCENARIOS names some of them by id.
 *
 * A scenario is a suite of its own in the report: what it does (`scenario`), each
 * prediction that it compared (`prediction: …`), and the states in which the
 * invariants held (`invariants hold in N states`).
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { Api, ApiError } from './lib/api';
import { chosenOf, testChoice } from './lib/choice';
import { Recorder } from './lib/recorder';
import { Scenario } from './lib/scenario';
import { targetFromEnvironment } from './lib/target';
import { Traffic } from './lib/traffic';
import { World } from './lib/world';
import { scenarios } from './scenarios';

/** How many scenarios run side by side. */
const CONCURRENCY = 6;

const chosen = chosenOf(scenarios);

describe('contract', { concurrency: CONCURRENCY }, () => {
  const target = targetFromEnvironment();
  const api = new Api(target);
  const suffix = randomBytes(3).toString('hex');
  const namespaces: string[] = [];
  const traffic = new Traffic(target, api, `contract-traffic-${suffix}`);

  before(() => {
    if (chosen.some(scenario => scenario.traffic)) {
      // Who needs it waits for it, and gets its failure.
      traffic.workloads().catch(() => {});
    }
  });

  after(async () => {
    if (traffic.started) namespaces.push(traffic.namespace);
    // Only now: a controller at work in a namespace that is being deleted slows all others down.
    await Promise.all(namespaces.map(name => api.deleteNamespace(name)));
    api.close();
  });

  for (const scenario of chosen) {
    it(scenario.id, async t => {
      const namespace = `contract-${scenario.id}-${suffix}`;
      const folder = process.env.SLIPWAY_RECORD;
      const world = new World(
        target,
        api,
        namespace,
        traffic,
        folder ? new Recorder(folder, scenario.id) : undefined,
      );
      await t.test('scenario', () => runScenario(scenario, world));
      for (const pair of world.pairs) {
        await t.test(`prediction: ${pair.id}`, () =>
          assert.equal(pair.outcome, 'passed'),
        );
      }
      if (world.states > 0 || world.violations.size > 0) {
        // What the page would have said in each of them is docs/contract.md.
        await t.test(`invariants hold in ${world.states} states`, () =>
          assert.deepEqual(
            [...world.violations].map(
              ([violation, at]) => `${at} ${violation}`,
            ),
            [],
          ),
        );
      }
      // A controller with fewer rollouts is faster for the others.
      await api.delete(ROLLOUTS, namespace, world.name).catch(error => {
        if (error instanceof ApiError && error.status === 404) return;
        t.diagnostic(`${scenario.id}: its rollout was not deleted: ${error}`);
      });
      if (world.woken > 0) {
        t.diagnostic(
          `${scenario.id}: the controller overlooked a change and was woken ${world.woken} ×`,
        );
      }
    });
  }

  async function runScenario(scenario: Scenario, world: World) {
    await api.createNamespace(world.namespace);
    namespaces.push(world.namespace);
    await scenario.run(world);
  }

  testChoice();
});
