import { resourceTypes } from '@slipway/kube-sim';
import { Kind, Objects } from '../../loops';
import { readCrds } from '../crds';
import { SandboxModule } from '../types';
import { AutoscalerController } from './AutoscalerController';
import crds from './crds.json';
import { API, Hpa, HPA_API, ScaledObject } from './model';
import { ScaledObjectController } from './ScaledObjectController';
import { externalMetric } from './externalMetric';
import { refuse, validate } from './webhook';

const [type] = resourceTypes('keda.sh', 'v1alpha1', true, [
  ['scaledobjects', 'ScaledObject', 'so', 'status'],
]);

/** KEDA, and the autoscaler of Kubernetes that it uses: ScaledObjects that scale Deployments. */
export const keda: SandboxModule = {
  kinds: [{ ...type, custom: readCrds(crds).get(`${API}/ScaledObject`) }],
  columns: {
    ScaledObject: [
      {
        name: 'ScaleTargetKind',
        type: 'string',
        jsonPath: '.status.scaleTargetKind',
      },
      {
        name: 'ScaleTargetName',
        type: 'string',
        jsonPath: '.spec.scaleTargetRef.name',
      },
      { name: 'Min', type: 'integer', jsonPath: '.spec.minReplicaCount' },
      { name: 'Max', type: 'integer', jsonPath: '.spec.maxReplicaCount' },
      { name: 'Triggers', type: 'string', jsonPath: '.status.triggersTypes' },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ],
  },
  validate,
  refuse,
  loops({ store, clock, events, ask }) {
    const kind = new Kind<ScaledObject>(store, API, 'ScaledObject');
    const hpas = new Kind<Hpa>(store, HPA_API, 'HorizontalPodAutoscaler');
    const objects = new Objects(store);
    return [
      {
        of: kind,
        create: ({ requeueAfter }) =>
          new ScaledObjectController({
            kind,
            hpas,
            objects,
            clock,
            events,
            ask,
            requeueAfter,
          }),
      },
      {
        of: hpas,
        create: ({ requeueAfter }) =>
          new AutoscalerController({
            kind: hpas,
            objects,
            clock,
            events,
            metric: (namespace, metric) =>
              externalMetric(kind, { objects, ask }, namespace, metric),
            requeueAfter,
          }),
      },
    ];
  },
};
