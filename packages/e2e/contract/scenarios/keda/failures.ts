import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEPLOYMENTS } from '@slipway/plugin-rollouts-common';
import { Json } from '../../lib/json';
import { HPAS, is, ScalingScenario } from '../../lib/scaling';

/** Nothing listens at port 9 of the loopback address. */
const UNREACHABLE: Json = {
  type: 'metrics-api',
  metadata: {
    url: 'http://127.0.0.1:9/stats/requests',
    valueLocation: 'user_count',
    targetValue: '50',
  },
};

export const failureScenarios: ScalingScenario[] = [
  {
    id: 'keda-no-target',
    title:
      'A ScaledObject without its target is not ready and has no autoscaler, until the target is there',
    async run(scaling) {
      await scaling.deployment('source', 2);
      await scaling.create('app', {
        minReplicaCount: 1,
        triggers: [scaling.trigger(1)],
      });
      const missing = await scaling.until('app', 'not ready', one =>
        is(one, 'Ready', 'False', 'ScaledObjectCheckFailed'),
      );
      assert.match(
        String(missing.conditions.Ready.message),
        /^ScaledObject doesn't have correct scaleTargetRef specification: .*"app" not found$/,
      );
      assert.ok(is(missing, 'Active', 'Unknown', 'UnknownState'));
      assert.equal(await scaling.find(HPAS, 'keda-hpa-app'), undefined);
      await scaling.untilEvent(
        'ScaledObject',
        'app',
        'ScaledObjectCheckFailed',
        /^Target resource doesn't exist$/,
      );
      await scaling.deployment('app', 1);
      await scaling.until('app', 'ready', one =>
        is(one, 'Ready', 'True', 'ScaledObjectReady'),
      );
      await scaling.untilReplicas('app', 2);

      await scaling.api.delete(DEPLOYMENTS, scaling.namespace, 'app');
      const lost = await scaling.until('app', 'not ready again', one =>
        is(one, 'Ready', 'False', 'ErrorGettingCurrentReplicas'),
      );
      assert.match(
        String(lost.conditions.Ready.message),
        /^Error getting current replicas count for ScaleTarget: .*"app" not found$/,
      );
    },
  },
  {
    id: 'keda-trigger-fails',
    title:
      'With a trigger that does not answer nothing is scaled, not even to zero, and the conditions say why',
    async run(scaling) {
      await scaling.deployment('app', 2);
      await scaling.create('app', {
        maxReplicaCount: 4,
        cooldownPeriod: 1,
        triggers: [UNREACHABLE],
      });
      await scaling.until(
        'app',
        'its trigger fails',
        one =>
          is(one, 'Ready', 'False', 'TriggerError') &&
          is(one, 'Active', 'False', 'ScalerNotActive') &&
          is(one, 'Fallback', 'False', 'NoFallbackFound'),
      );
      await scaling.untilEvent(
        'ScaledObject',
        'app',
        'KEDAScalerFailed',
        /connection refused/,
      );
      await scaling.until('app', 'its autoscaler has no metric', one =>
        is(one, 'HPAActive', 'False', 'FailedGetExternalMetric'),
      );
      await sleep(3_000);
      assert.equal(await scaling.replicas('app'), 2);
    },
  },
  {
    id: 'keda-trigger-partly',
    title:
      'One trigger that answers scales out, whatever becomes of another; with one missing nothing is scaled in',
    async run(scaling) {
      await scaling.deployment('source', 6);
      await scaling.deployment('app', 1);
      await scaling.create('app', {
        minReplicaCount: 1,
        maxReplicaCount: 4,
        triggers: [scaling.trigger(2), UNREACHABLE],
      });
      await scaling.untilReplicas('app', 3);
      await scaling.until(
        'app',
        'partly in error',
        one =>
          is(one, 'Ready', 'Unknown', 'PartialTriggerError') &&
          is(one, 'Active', 'True', 'ScalerActive'),
      );
      await scaling.measure(0);
      await scaling.until('app', 'in error', one =>
        is(one, 'Ready', 'False', 'TriggerError'),
      );
      assert.equal(await scaling.replicas('app'), 3);
    },
  },
  {
    id: 'keda-trigger-unknown',
    title: 'A type of trigger that does not exist is an error of the check',
    async run(scaling) {
      await scaling.deployment('app', 1);
      await scaling.create('app', {
        triggers: [{ type: 'nonsense', metadata: {} }],
      });
      const { conditions } = await scaling.until('app', 'not ready', one =>
        is(one, 'Ready', 'False', 'ScaledObjectCheckFailed'),
      );
      assert.match(
        String(conditions.Ready.message),
        /^failed to ensure HPA is correctly created for ScaledObject: .*no scaler found for type: nonsense/,
      );
      assert.equal(await scaling.find(HPAS, 'keda-hpa-app'), undefined);
    },
  },
];
