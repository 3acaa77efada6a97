/**
 * The contract scenarios of findings on one target, side by side, each in a
 * namespace of its own and with a portal of its own; then those that take the
 * kinds away. SLIPWAY_SCENARIOS names some of them by id.
 */
import { randomBytes } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { Api } from './lib/api';
import { chosenOf, testChoice } from './lib/choice';
import { Scanning, ScanningScenario } from './lib/scanning';
import { targetFromEnvironment } from './lib/target';
import { installationScenarios, scanningScenarios } from './scenarios/trivy';

/** How many scenarios run side by side: each follows all reports of the cluster. */
const CONCURRENCY = 4;

const target = targetFromEnvironment();
const suffix = randomBytes(3).toString('hex');

function run(scenarios: readonly ScanningScenario[]) {
  const api = new Api(target);
  after(() => api.close());
  for (const scenario of chosenOf(scenarios)) {
    it(scenario.id, async t => {
      const scanning = new Scanning(api, target, `${scenario.id}-${suffix}`);
      await api.createNamespace(scanning.namespace);
      try {
        await t.test('scenario', () => scenario.run(scanning));
      } finally {
        await scanning.clear();
        await api.deleteNamespace(scanning.namespace);
      }
    });
  }
}

describe('findings', { concurrency: CONCURRENCY }, () =>
  run(scanningScenarios),
);

if (target.name !== 'sandbox') {
  describe('findings on the real stack', () => run(installationScenarios));
}

describe('choice of scenarios', testChoice);
