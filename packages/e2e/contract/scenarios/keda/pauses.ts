import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { at, Json } from '../../lib/json';
import {
  AT_ONCE,
  HPAS,
  is,
  ObjectNow,
  PAUSED,
  PAUSED_REPLICAS,
  PAUSED_SCALE_IN,
  Scaling,
  ScalingScenario,
} from '../../lib/scaling';

/** Two pods a replica, from one to four. */
const spec = (scaling: Scaling): Json => ({
  minReplicaCount: 1,
  maxReplicaCount: 4,
  triggers: [scaling.trigger(2)],
  advanced: AT_ONCE,
});

const isPaused = (one: ObjectNow) =>
  is(one, 'Paused', 'True', 'ScaledObjectPaused');

const isResumed = (one: ObjectNow) =>
  is(one, 'Paused', 'False', 'ScaledObjectUnpaused');

export const pauseScenarios: ScalingScenario[] = [
  {
    id: 'keda-paused',
    title:
      'A paused ScaledObject has no autoscaler and keeps its replicas; resumed, both follow the value again',
    async run(scaling) {
      await scaling.deployment('source', 4);
      await scaling.deployment('app', 1);
      await scaling.create('app', spec(scaling));
      await scaling.untilReplicas('app', 2);
      await scaling.annotate('app', PAUSED, 'true');
      await scaling.untilGone(HPAS, 'keda-hpa-app');
      const paused = await scaling.until(
        'app',
        'paused',
        one =>
          isPaused(one) &&
          one.conditions.Ready.message === 'ScaledObject is paused',
      );
      assert.ok(is(paused, 'Ready', 'True', 'ScaledObjectReady'));
      // No event is certain: the operator's scale loop may set the condition first, and says nothing.
      await scaling.measure(8);
      await sleep(3_000);
      assert.equal(await scaling.replicas('app'), 2);

      // Whoever writes `false` resumes.
      await scaling.annotate('app', PAUSED, 'false');
      await scaling.until('app', 'resumed', isResumed);
      await scaling.untilEvent(
        'ScaledObject',
        'app',
        'ScaledObjectUnpaused',
        /^pause annotation removed for ScaledObject$/,
      );
      await scaling.untilHpa('keda-hpa-app');
      await scaling.untilReplicas('app', 4);
    },
  },
  {
    id: 'keda-paused-replicas',
    title:
      'Paused at a number of replicas it has that many, whatever its limits say; what is no number is an error',
    async run(scaling) {
      await scaling.deployment('source', 4);
      await scaling.deployment('app', 1);
      await scaling.create('app', spec(scaling));
      await scaling.untilHpa('keda-hpa-app');
      await scaling.annotate('app', PAUSED_REPLICAS, '6');
      await scaling.untilReplicas('app', 6);
      await scaling.untilGone(HPAS, 'keda-hpa-app');
      const count = ({ raw }: ObjectNow) =>
        at(raw, 'status', 'pausedReplicaCount');
      await scaling.until(
        'app',
        'paused at 6',
        one => isPaused(one) && count(one) === 6,
      );
      await scaling.annotate('app', PAUSED_REPLICAS, '0');
      await scaling.until('app', 'paused at 0', one => count(one) === 0);
      assert.equal(await scaling.replicas('app'), 0);

      await scaling.annotate('app', PAUSED_REPLICAS, 'many');
      const wrong = await scaling.until('app', 'no number', one =>
        is(one, 'Ready', 'False', 'ScaledObjectCheckFailed'),
      );
      assert.equal(
        wrong.conditions.Ready.message,
        'failed to scale target to paused replica count: failed to parse paused replica count: strconv.ParseInt: parsing "many": invalid syntax',
      );
      assert.equal(await scaling.replicas('app'), 0);

      await scaling.annotate('app', PAUSED_REPLICAS, null);
      await scaling.until(
        'app',
        'resumed',
        one =>
          isResumed(one) &&
          is(one, 'Ready', 'True', 'ScaledObjectReady') &&
          count(one) === undefined,
      );
      await scaling.untilReplicas('app', 2);
    },
  },
  {
    id: 'keda-paused-scale-in',
    title:
      'With scaling in paused replicas are added, and none is taken away until it is resumed',
    async run(scaling) {
      await scaling.deployment('source', 6);
      await scaling.deployment('app', 1);
      await scaling.create('app', spec(scaling), {
        annotations: { [PAUSED_SCALE_IN]: 'true' },
      });
      const { raw } = await scaling.untilHpa('keda-hpa-app');
      assert.equal(
        at(raw, 'spec', 'behavior', 'scaleDown', 'selectPolicy'),
        'Disabled',
      );
      await scaling.untilReplicas('app', 3);
      await scaling.until(
        'app',
        'paused and active',
        one => isPaused(one) && is(one, 'Active', 'True', 'ScalerActive'),
      );
      await scaling.measure(0);
      await scaling.untilHpa('keda-hpa-app', 'held back', hpa =>
        is(hpa, 'ScalingLimited', 'True', 'ScaleDownLimit'),
      );
      await scaling.until('app', 'not active', one =>
        is(one, 'Active', 'False', 'ScalerNotActive'),
      );
      assert.equal(await scaling.replicas('app'), 3);

      await scaling.annotate('app', PAUSED_SCALE_IN, null);
      await scaling.until('app', 'resumed', isResumed);
      await scaling.untilReplicas('app', 1);
    },
  },
];
