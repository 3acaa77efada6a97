/**
 * The contract scenarios of faults on one target, six side by side, each in a
 * namespace of its own. SLIPWAY_SCENARIOS names some of them by id. Those that
 * the sandbox does not do yet are a suite of their own, on other targets only.
 */
import { randomBytes } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { Api } from './lib/api';
import { chosenOf, testChoice } from './lib/choice';
import { Faults, FaultScenario } from './lib/faults';
import { targetFromEnvironment } from './lib/target';
import { faultScenarios } from './scenarios/chaos';

/** How many scenarios run side by side. */
const CONCURRENCY = 6;

const chosen = chosenOf(faultScenarios);
const target = targetFromEnvironment();

function runAll(name: string, scenarios: readonly FaultScenario[]) {
  describe(name, { concurrency: CONCURRENCY }, () => {
    const api = new Api(target);
    const suffix = randomBytes(3).toString('hex');
    const worlds: Faults[] = [];

    after(async () => {
      await Promise.all(
        worlds.map(async world => {
          await world.clear();
          await api.deleteNamespace(world.namespace);
        }),
      );
      api.close();
    });

    for (const { id, run } of scenarios) {
      it(id, async t => {
        const world = new Faults(api, `${id}-${suffix}`);
        await api.createNamespace(world.namespace);
        worlds.push(world);
        try {
          await t.test('scenario', () => run(world));
        } finally {
          // A schedule would go on to start faults, and take the controller's requests from the scenarios that follow.
          await world.clear();
        }
      });
    }
  });
}

runAll(
  'chaos',
  chosen.filter(({ realOnly }) => !realOnly),
);
if (target.name !== 'sandbox') {
  runAll(
    'chaos on the real controller',
    chosen.filter(({ realOnly }) => realOnly),
  );
}

describe('choice of scenarios', testChoice);
