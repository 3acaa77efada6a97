import { resourceTypes } from '@slipway/kube-sim';
import { Kind, Objects } from '../../loops';
import { readCrds } from '../crds';
import { SandboxModule } from '../types';
import crds from './crds.json';
import { API, ScaledObject } from './model';
import { ScaledObjectController } from './ScaledObjectController';

const [type] = resourceTypes('keda.sh', 'v1alpha1', true, [
  ['scaledobjects', 'ScaledObject', 'so', 'status'],
]);

/** KEDA: ScaledObjects that scale Deployments by what an address in the cluster answers. */
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
  loops({ store, clock, events, ask }) {
    const kind = new Kind<ScaledObject>(store, API, 'ScaledObject');
    return [
      {
        of: kind,
        create: ({ requeueAfter }) =>
          new ScaledObjectController({
            kind,
            objects: new Objects(store),
            clock,
            events,
            ask,
            requeueAfter,
          }),
      },
    ];
  },
};
