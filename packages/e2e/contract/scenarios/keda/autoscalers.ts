import assert from 'node:assert/strict';
import { at } from '../../lib/json';
import { HPAS, is, ScalingScenario } from '../../lib/scaling';

export const autoscalerScenarios: ScalingScenario[] = [
  {
    id: 'keda-hpa',
    title:
      'A ScaledObject has one autoscaler, which has its limits, metric, behaviour, labels and annotations',
    async run(scaling) {
      await scaling.deployment('source', 0);
      await scaling.deployment('app', 2);
      await scaling.create(
        'app',
        {
          minReplicaCount: 2,
          maxReplicaCount: 6,
          triggers: [scaling.trigger(3)],
          advanced: {
            horizontalPodAutoscalerConfig: {
              behavior: {
                scaleDown: { stabilizationWindowSeconds: 7 },
                scaleUp: {
                  policies: [{ type: 'Pods', value: 2, periodSeconds: 30 }],
                },
              },
            },
          },
        },
        { labels: { team: 'orders' }, annotations: { note: 'seen' } },
      );
      const { raw } = await scaling.untilHpa('keda-hpa-app');
      assert.deepEqual(at(raw, 'spec'), {
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'app',
        },
        minReplicas: 2,
        maxReplicas: 6,
        metrics: [
          {
            type: 'External',
            external: {
              metric: {
                name: scaling.metric,
                selector: {
                  matchLabels: { 'scaledobject.keda.sh/name': 'app' },
                },
              },
              target: { type: 'AverageValue', averageValue: '3' },
            },
          },
        ],
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: 0,
            selectPolicy: 'Max',
            policies: [{ type: 'Pods', value: 2, periodSeconds: 30 }],
          },
          scaleDown: {
            stabilizationWindowSeconds: 7,
            selectPolicy: 'Max',
            policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
          },
        },
      });
      const scaled = await scaling.until('app', 'ready', one =>
        is(one, 'Ready', 'True', 'ScaledObjectReady'),
      );
      const version = at(
        raw,
        'metadata',
        'labels',
        'app.kubernetes.io/version',
      );
      assert.deepEqual(at(raw, 'metadata', 'labels'), {
        'app.kubernetes.io/name': 'keda-hpa-app',
        'app.kubernetes.io/part-of': 'app',
        'app.kubernetes.io/managed-by': 'keda-operator',
        'app.kubernetes.io/version': version,
        'scaledobject.keda.sh/name': 'app',
        team: 'orders',
      });
      assert.deepEqual(at(raw, 'metadata', 'annotations'), { note: 'seen' });
      assert.deepEqual(at(raw, 'metadata', 'ownerReferences'), [
        {
          apiVersion: 'keda.sh/v1alpha1',
          kind: 'ScaledObject',
          name: 'app',
          uid: at(scaled.raw, 'metadata', 'uid'),
          controller: true,
          blockOwnerDeletion: true,
        },
      ]);
    },
  },
  {
    id: 'keda-status',
    title:
      'A ScaledObject says what it scales, from how many replicas, by which metrics',
    async run(scaling) {
      await scaling.deployment('source', 0);
      await scaling.deployment('app', 2);
      await scaling.create('app', {
        minReplicaCount: 1,
        triggers: [scaling.trigger(3)],
      });
      const { raw, conditions } = await scaling.until(
        'app',
        'polled',
        one =>
          is(one, 'Active', 'False', 'ScalerNotActive') &&
          is(one, 'Fallback', 'False', 'NoFallbackFound') &&
          at(one.raw, 'status', 'triggersActivity', scaling.metric) !==
            undefined,
      );
      assert.deepEqual(at(raw, 'metadata', 'finalizers'), [
        'finalizer.keda.sh',
      ]);
      assert.deepEqual(at(raw, 'metadata', 'labels'), {
        'scaledobject.keda.sh/name': 'app',
      });
      const status = (member: string) => at(raw, 'status', member);
      assert.deepEqual(
        {
          hpaName: status('hpaName'),
          externalMetricNames: status('externalMetricNames'),
          originalReplicaCount: status('originalReplicaCount'),
          scaleTargetKind: status('scaleTargetKind'),
          scaleTargetGVKR: status('scaleTargetGVKR'),
          triggersTypes: status('triggersTypes'),
          triggersActivity: status('triggersActivity'),
        },
        {
          hpaName: 'keda-hpa-app',
          externalMetricNames: [scaling.metric],
          originalReplicaCount: 2,
          scaleTargetKind: 'apps/v1.Deployment',
          scaleTargetGVKR: {
            group: 'apps',
            version: 'v1',
            kind: 'Deployment',
            resource: 'deployments',
          },
          triggersTypes: 'kubernetes-workload',
          triggersActivity: { [scaling.metric]: { isActive: false } },
        },
      );
      const { HPAActive: _, ...others } = conditions;
      assert.deepEqual(others, {
        Ready: {
          status: 'True',
          reason: 'ScaledObjectReady',
          message: 'ScaledObject is defined correctly and is ready for scaling',
        },
        Active: {
          status: 'False',
          reason: 'ScalerNotActive',
          message: 'Scaling is not performed because triggers are not active',
        },
        Fallback: {
          status: 'False',
          reason: 'NoFallbackFound',
          message: 'No fallbacks are active on this scaled object',
        },
        Paused: { status: 'False', reason: undefined, message: undefined },
      });
      await scaling.untilEvent(
        'ScaledObject',
        'app',
        'ScaledObjectReady',
        /^ScaledObject is ready for scaling$/,
      );
      await scaling.untilEvent(
        'ScaledObject',
        'app',
        'KEDAScalersStarted',
        /^Started scalers watch$/,
      );
      await scaling.untilEvent(
        'ScaledObject',
        'app',
        'KEDAScalersStarted',
        /^Scaler kubernetes-workload is built$/,
      );
    },
  },
  {
    id: 'keda-hpa-changes',
    title:
      'An autoscaler follows its ScaledObject: limits, name; what a user changes in it or deletes is put back',
    async run(scaling) {
      await scaling.deployment('source', 0);
      await scaling.deployment('app', 1);
      await scaling.create('app', {
        minReplicaCount: 1,
        maxReplicaCount: 3,
        triggers: [scaling.trigger(1)],
      });
      const first = await scaling.untilHpa('keda-hpa-app');
      await scaling.merge('app', { spec: { maxReplicaCount: 5 } });
      const hasMost = (most: number) => (hpa: { raw: unknown }) =>
        at(hpa.raw, 'spec', 'maxReplicas') === most;
      await scaling.untilHpa('keda-hpa-app', 'at most 5', hasMost(5));
      await scaling.api.merge(HPAS, scaling.namespace, 'keda-hpa-app', {
        spec: { maxReplicas: 50 },
      });
      const restored = await scaling.untilHpa(
        'keda-hpa-app',
        'at most 5 again',
        hasMost(5),
      );
      const uid = (hpa: { raw: unknown }) => at(hpa.raw, 'metadata', 'uid');
      assert.equal(uid(restored), uid(first));

      await scaling.api.delete(HPAS, scaling.namespace, 'keda-hpa-app');
      await scaling.untilHpa(
        'keda-hpa-app',
        'made again',
        hpa => uid(hpa) !== uid(first),
      );
      await scaling.merge('app', {
        spec: { advanced: { horizontalPodAutoscalerConfig: { name: 'own' } } },
      });
      await scaling.untilHpa('own');
      await scaling.untilGone(HPAS, 'keda-hpa-app');
      await scaling.until(
        'app',
        'with the new name',
        ({ raw }) => at(raw, 'status', 'hpaName') === 'own',
      );
    },
  },
];
