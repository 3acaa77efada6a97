/**
 * The contract scenarios of scaling on one target, all side by side, each in
 * a namespace of its own: they wait for the next look of an autoscaler, which
 * comes every 15 s. SLIPWAY_SCENARIOS names some of them by id.
 */
import { randomBytes } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { Api } from './lib/api';
import { chosenOf, testChoice } from './lib/choice';
import { Scaling } from './lib/scaling';
import { targetFromEnvironment } from './lib/target';
import { scalingScenarios } from './scenarios/keda';

/** How many scenarios run side by side. */
const CONCURRENCY = 12;

describe('keda', { concurrency: CONCURRENCY }, () => {
  const api = new Api(targetFromEnvironment());
  const suffix = randomBytes(3).toString('hex');

  after(() => api.close());

  for (const { id, run } of chosenOf(scalingScenarios)) {
    it(id, async t => {
      const scaling = new Scaling(api, `${id}-${suffix}`);
      await api.createNamespace(scaling.namespace);
      try {
        await t.test('scenario', () => run(scaling));
      } finally {
        await scaling.clear();
        await api.deleteNamespace(scaling.namespace);
      }
    });
  }
});

describe('choice of scenarios', testChoice);
