import assert from 'node:assert/strict';
import { EVENTS, PODS, ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { at } from '../lib/json';
import { canary, NEXT, rollout } from '../lib/manifests';
import { Scenario } from '../lib/scenario';
import { World } from '../lib/world';

/** Role and note of each pod that stays, in order. */
const rolesOf = async (world: World): Promise<string[]> =>
  (await world.api.list(PODS, world.namespace))
    .filter(pod => at(pod, 'metadata', 'deletionTimestamp') === undefined)
    .map(pod =>
      [
        String(at(pod, 'spec', 'containers', 0, 'image')).split(':')[1],
        at(pod, 'metadata', 'labels', 'role'),
        at(pod, 'metadata', 'annotations', 'note'),
      ].join(' '),
    )
    .sort();

export const controllersCanaryScenarios: Scenario[] = [
  {
    id: 'pod-metadata',
    title: 'Pods get the metadata of their role, and of the next one',
    async run(world) {
      await world.create(
        ROLLOUTS,
        rollout(
          canary([{ setWeight: 50 }, { pause: {} }], {
            stableMetadata: {
              labels: { role: 'stable' },
              annotations: { note: 's' },
            },
            canaryMetadata: {
              labels: { role: 'canary' },
              annotations: { note: 'c' },
            },
          }),
          { replicas: 2 },
        ),
      );
      await world.untilHealthy();
      assert.deepEqual(await rolesOf(world), ['1 stable s', '1 stable s']);
      await world.setImage(NEXT);
      await world.untilPhase(
        'Paused',
        (_, { detail }) => detail.pods.length === 2,
      );
      assert.deepEqual(await rolesOf(world), ['1 stable s', '2 canary c']);
      await world.compare({ stepIndex: 1 });
      await world.act('promote');
      await world.untilHealthy();
      await world.untilQuiet();
      assert.deepEqual(await rolesOf(world), ['2 stable s', '2 stable s']);
    },
  },
  {
    id: 'plugin-step',
    title:
      'A step of a plugin that is not configured waits, and an Event says why',
    async run(world) {
      const name = 'argoproj-labs/none';
      await world.create(
        ROLLOUTS,
        rollout(canary([{ setWeight: 50 }, { plugin: { name } }]), {
          replicas: 2,
        }),
      );
      await world.untilHealthy();
      await world.setImage(NEXT);
      await world.until(
        'at the step of the plugin',
        (core, { detail }) => core.stepIndex === 1 && detail.pods.length === 2,
      );
      // The controller sends its Events behind its writes.
      await world.until('an Event says why', (_, { detail }) =>
        detail.events.some(({ reason }) => reason === 'ReconciliationError'),
      );
      await world.untilQuiet();
      const events = await world.api.list(EVENTS, world.namespace);
      const [said] = events.filter(
        event => at(event, 'reason') === 'ReconciliationError',
      );
      assert.equal(at(said, 'type'), 'Warning');
      assert.equal(
        at(said, 'message'),
        `Reconciliation failed with error: could not create step plugin at index 1 : failed to get step plugin ${name}: ` +
          `unable to start plugin system: unable to find plugin (${name}): plugin ${name} not configured in configmap`,
      );
      await world.compare({ phase: 'Progressing', stepIndex: 1 });
      await world.act('skip-step');
      await world.untilHealthy();
    },
  },
];
