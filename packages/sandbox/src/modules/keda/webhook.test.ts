import {
  KubeObject,
  ManualClock,
  MemoryStore,
  NewObject,
  withDefaults,
} from '@slipway/kube-sim';
import { createClusterStore } from '..';
import { workloads } from '../workloads';
import { keda } from '.';
import { API, HPA_API, ScaledObject } from './model';
import { refuse, validate } from './webhook';

const TRIGGER = {
  type: 'kubernetes-workload',
  metadata: { podSelector: 'app=source', value: '1' },
};

const scaledObject = (
  name: string,
  spec: Partial<ScaledObject['spec']> = {},
  metadata: Partial<ScaledObject['metadata']> = {},
) =>
  ({
    apiVersion: API,
    kind: 'ScaledObject',
    metadata: { name, namespace: 'shop', ...metadata },
    spec: { scaleTargetRef: { name }, triggers: [TRIGGER], ...spec },
  } as KubeObject);

describe('validate', () => {
  it.each([
    [{}, 0],
    [{ minReplicaCount: 3, maxReplicaCount: 3 }, 0],
    [{ minReplicaCount: 100 }, 0],
    [{ minReplicaCount: 4, maxReplicaCount: 3 }, 1],
    [{ minReplicaCount: 101 }, 1],
  ])('finds in %j as many as %d errors', (spec, count) => {
    expect(validate(scaledObject('app', spec))).toHaveLength(count);
  });
});

describe('refuse', () => {
  let store: MemoryStore;

  beforeEach(() => {
    store = createClusterStore(new ManualClock(), undefined, [workloads, keda]);
    const create = (object: NewObject & { spec?: unknown }) => {
      const type = store.typeOfKind(object.apiVersion, object.kind)!;
      store.create(type, withDefaults(type, object as KubeObject));
    };
    create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    create(scaledObject('first', { scaleTargetRef: { name: 'taken' } }));
    create({
      apiVersion: HPA_API,
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'own', namespace: 'shop' },
      spec: {
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'scaled',
        },
        maxReplicas: 2,
      },
    });
  });

  const named = (name: string) => ({
    horizontalPodAutoscalerConfig: { name },
  });

  it.each<[string, KubeObject, string | undefined]>([
    ['a sound one', scaledObject('app'), undefined],
    [
      'itself',
      scaledObject('first', { scaleTargetRef: { name: 'taken' } }),
      undefined,
    ],
    [
      'another kind of the same name',
      scaledObject('app', {
        scaleTargetRef: { name: 'taken', kind: 'StatefulSet' },
      }),
      undefined,
    ],
    [
      'a workload of another namespace',
      scaledObject(
        'app',
        { scaleTargetRef: { name: 'taken' } },
        { namespace: 'other' },
      ),
      undefined,
    ],
    [
      'idle as least',
      scaledObject('app', { idleReplicaCount: 1, minReplicaCount: 1 }),
      'IdleReplicaCount=1 must be less than MinReplicaCount=1',
    ],
    [
      'a name too long',
      scaledObject('a'.repeat(64)),
      `scaledobject name "${'a'.repeat(
        64,
      )}" is 64 characters long; must be no more than 63 characters because it is used as the "scaledobject.keda.sh/name" label value`,
    ],
    [
      'an autoscaler with a name too long',
      scaledObject('app', { advanced: named('b'.repeat(64)) }),
      `HPA name "${'b'.repeat(
        64,
      )}" derived from scaledobject is 64 characters long; must be no more than 63 characters; set spec.advanced.horizontalPodAutoscalerConfig.name to a shorter name or shorten the scaledobject name`,
    ],
    [
      'a trigger that keeps no value',
      scaledObject('app', {
        triggers: [{ type: 'cron', useCachedMetrics: true, metadata: {} }],
      }),
      'property "useCachedMetrics" is not supported for "cron" scaler',
    ],
    [
      'two triggers of one name',
      scaledObject('app', {
        triggers: [
          { ...TRIGGER, name: 'pods' },
          { ...TRIGGER, name: 'pods' },
        ],
      }),
      'triggerName "pods" is defined multiple times in the ScaledObject/ScaledJob, but it must be unique',
    ],
    [
      'a workload that another one scales',
      scaledObject('app', { scaleTargetRef: { name: 'taken' } }),
      "the workload 'taken' of type 'apps/v1.Deployment' is already managed by the ScaledObject 'first'",
    ],
    [
      'an autoscaler that another one has',
      scaledObject('app', { advanced: named('keda-hpa-first') }),
      "the HPA 'keda-hpa-first' is already managed by the ScaledObject 'first'",
    ],
    [
      'a workload that has an autoscaler',
      scaledObject('app', { scaleTargetRef: { name: 'scaled' } }),
      "the workload 'scaled' of type 'apps/v1.Deployment' is already managed by the hpa 'own'",
    ],
  ])('answers to %s', (_what, scaled, message) => {
    expect(refuse(scaled, undefined, store)).toEqual(
      message === undefined
        ? undefined
        : { webhook: 'vscaledobject.kb.io', message },
    );
  });

  it('does not hold up a deletion', () => {
    const wrong = { idleReplicaCount: 1 };
    const before = scaledObject('app', wrong, { finalizers: ['a'] });
    expect(refuse(scaledObject('app', wrong), before, store)).toBeUndefined();
    expect(refuse(before, before, store)).toBeDefined();
  });
});
