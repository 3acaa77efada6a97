import assert from 'node:assert/strict';
import { at } from '../../lib/json';
import { AT_ONCE, is, ScalingScenario } from '../../lib/scaling';

/** Seconds without activity before the last replica goes. */
const COOLDOWN = 5;

export const valueScenarios: ScalingScenario[] = [
  {
    id: 'keda-value',
    title:
      'Replicas follow the value, up to the most and down to the least that there may be',
    async run(scaling) {
      await scaling.deployment('source', 6);
      await scaling.deployment('app', 1);
      await scaling.create('app', {
        minReplicaCount: 1,
        maxReplicaCount: 4,
        triggers: [scaling.trigger(2)],
        advanced: AT_ONCE,
      });
      await scaling.untilReplicas('app', 3);
      await scaling.untilEvent(
        'HorizontalPodAutoscaler',
        'keda-hpa-app',
        'SuccessfulRescale',
        /^New size: 3; reason: external metric s0-workload-\S+\(&LabelSelector\{MatchLabels:map\[string\]string\{scaledobject\.keda\.sh\/name: app,\},MatchExpressions:\[\]LabelSelectorRequirement\{\},\}\) above target$/,
      );
      await scaling.until(
        'app',
        'active',
        one =>
          is(one, 'Ready', 'True', 'ScaledObjectReady') &&
          is(one, 'Active', 'True', 'ScalerActive') &&
          is(one, 'HPAActive', 'True', 'HPAActive'),
      );
      await scaling.measure(20);
      await scaling.untilReplicas('app', 4);
      await scaling.untilHpa('keda-hpa-app', 'limited', hpa =>
        is(hpa, 'ScalingLimited', 'True', 'TooManyReplicas'),
      );
      await scaling.measure(0);
      await scaling.untilReplicas('app', 1);
      await scaling.untilEvent(
        'HorizontalPodAutoscaler',
        'keda-hpa-app',
        'SuccessfulRescale',
        /^New size: 1; reason: All metrics below target$/,
      );
      await scaling.until('app', 'not active', one =>
        is(one, 'Active', 'False', 'ScalerNotActive'),
      );
    },
  },
  {
    id: 'keda-zero',
    title:
      'Without a least number the last replica goes after the cooldown, and the first comes with activity',
    async run(scaling) {
      await scaling.deployment('source', 0);
      await scaling.deployment('app', 1);
      await scaling.create('app', {
        maxReplicaCount: 3,
        cooldownPeriod: COOLDOWN,
        triggers: [scaling.trigger(1)],
        advanced: AT_ONCE,
      });
      // It was never active: no cooldown.
      await scaling.untilReplicas('app', 0);
      const where = `apps/v1\\.Deployment ${scaling.namespace}/app`;
      await scaling.untilStep('app', {
        reason: 'KEDAScaleTargetDeactivat(?:ed|ionFailed)',
        done: `Deactivated ${where} from 1 to 0`,
        late: `Failed to deactivate ${where} from 1 to 0`,
      });
      const hpa = await scaling.untilHpa('keda-hpa-app', 'off', one =>
        is(one, 'ScalingActive', 'False', 'ScalingDisabled'),
      );
      assert.equal(at(hpa.raw, 'spec', 'minReplicas'), 1);
      await scaling.until('app', 'in order at zero', one =>
        is(one, 'HPAActive', 'True', 'ScalingDisabled'),
      );

      await scaling.measure(3);
      await scaling.untilStep('app', {
        reason: 'KEDAScaleTargetActivat(?:ed|ionFailed)',
        done: `Scaled ${where} from 0 to 1, triggered by ${scaling.metric}`,
        late: `Failed to scale ${where} from 0 to 1`,
      });
      await scaling.untilReplicas('app', 3);
      await scaling.measure(0);
      const cooling = await scaling.until('app', 'cooling', one =>
        is(one, 'Active', 'False', 'ScalerCooldown'),
      );
      const last = Date.parse(
        String(at(cooling.raw, 'status', 'lastActiveTime')),
      );
      await scaling.untilReplicas('app', 0);
      assert.ok(
        Date.now() - last >= COOLDOWN * 1_000,
        `gone ${Date.now() - last} ms after it was active last`,
      );
      await scaling.until('app', 'not active', one =>
        is(one, 'Active', 'False', 'ScalerNotActive'),
      );
    },
  },
  {
    id: 'keda-activation',
    title:
      'A value up to the activation value does not bring the first replica; one above it does',
    async run(scaling) {
      await scaling.deployment('source', 2);
      await scaling.deployment('app', 0);
      await scaling.create('app', {
        maxReplicaCount: 3,
        cooldownPeriod: COOLDOWN,
        triggers: [
          {
            type: 'kubernetes-workload',
            metadata: {
              podSelector: 'app=source',
              value: '10',
              activationValue: '2',
            },
          },
        ],
      });
      await scaling.until('app', 'not active', one =>
        is(one, 'Active', 'False', 'ScalerNotActive'),
      );
      assert.equal(await scaling.replicas('app'), 0);
      await scaling.measure(3);
      await scaling.untilReplicas('app', 1);
      await scaling.until('app', 'active', one =>
        is(one, 'Active', 'True', 'ScalerActive'),
      );
    },
  },
  {
    id: 'keda-by-hand',
    title: 'What a user scales by hand below the least is scaled back',
    async run(scaling) {
      await scaling.deployment('source', 0);
      await scaling.deployment('app', 1);
      await scaling.create('app', {
        minReplicaCount: 2,
        maxReplicaCount: 4,
        triggers: [scaling.trigger(1)],
      });
      await scaling.untilReplicas('app', 2);
      await scaling.scale('app', 0);
      await scaling.untilReplicas('app', 2);
      const { conditions } = await scaling.until('app', 'not active', one =>
        is(one, 'Active', 'False', 'ScalerNotActive'),
      );
      assert.equal(conditions.Ready.status, 'True');
    },
  },
];
