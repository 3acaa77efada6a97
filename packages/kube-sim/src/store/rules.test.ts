import { RealClock } from '../clock';
import { withDefaults } from './defaults';
import { validateKind } from './kindRules';
import { MemoryStore } from './MemoryStore';
import { labelValueErrors, qualifiedNameErrors } from './names';
import { builtInTypes, isCustom, resourceTypes } from './resources';
import { ApiError, KubeObject, ResourceType } from './types';
import { validateMeta } from './validation';

const store = new MemoryStore({ clock: new RealClock() });

const typeOf = (kind: string): ResourceType => {
  const found = builtInTypes().find(type => type.kind === kind);
  if (!found) throw new Error(`There is no ${kind}.`);
  return found;
};

const object = (kind: string, more: object, metadata: object = {}) =>
  ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'one', namespace: 'shop', ...metadata },
    ...more,
  } as unknown as KubeObject);

/** Fields that are refused, in order. */
function refused(act: () => void): string[] {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { causes } = error.details as { causes: Array<{ field: string }> };
    return causes.map(({ field }) => field);
  }
  return [];
}

const POD = { spec: { containers: [{ name: 'a', image: 'x' }] } };
const labels = { app: 'a' };
const WORK = {
  spec: {
    replicas: 1,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, ...POD },
  },
};
const without = (spec: object) => ({ spec: { ...WORK.spec, ...spec } });

describe('validateKind', () => {
  it.each<[string, object, object | undefined, string[]]>([
    ['Pod', POD, undefined, []],
    ['Pod', {}, undefined, ['spec.containers']],
    [
      'Pod',
      { spec: { containers: [{}] } },
      undefined,
      ['spec.containers[0].name', 'spec.containers[0].image'],
    ],
    ['Pod', { spec: { containers: [{ name: 'a', image: 'y' }] } }, POD, []],
    ['Pod', { spec: { ...POD.spec, nodeName: 'n' } }, POD, ['spec']],
    ['Deployment', WORK, undefined, []],
    [
      'Deployment',
      without({ selector: undefined }),
      undefined,
      ['spec.selector', 'spec.template.metadata.labels'],
    ],
    ['ReplicaSet', without({ replicas: -1 }), WORK, ['spec.replicas']],
    [
      'Deployment',
      without({
        selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
      }),
      WORK,
      ['spec.selector'],
    ],
    ['Service', { spec: {} }, undefined, ['spec.ports']],
    ['Service', { spec: { clusterIP: 'None' } }, undefined, []],
    ['Service', { spec: { type: 'ExternalName' } }, undefined, []],
    [
      'ConfigMap',
      { data: { a: '2' } },
      { data: { a: '1' }, immutable: true },
      ['immutable', 'data'],
    ],
    ['ConfigMap', { data: { a: '2' } }, { data: { a: '1' } }, []],
    ['Secret', { type: 'b' }, { type: 'a' }, ['type']],
    [
      'Event',
      { involvedObject: { namespace: 'other' } },
      undefined,
      ['involvedObject.namespace'],
    ],
    [
      'Role',
      { rules: [{ verbs: ['get'] }] },
      undefined,
      ['rules[0].apiGroups', 'rules[0].resources'],
    ],
    [
      'ClusterRole',
      { rules: [{ nonResourceURLs: ['/x'] }] },
      undefined,
      ['rules[0].verbs'],
    ],
    [
      'RoleBinding',
      { roleRef: { kind: 'Role', name: 'b' } },
      { roleRef: { kind: 'Role', name: 'a' } },
      ['roleRef'],
    ],
  ])('%s %j after %j: %j', (kind, next, current, fields) => {
    expect(
      refused(() =>
        validateKind(
          store,
          typeOf(kind),
          withDefaults(typeOf(kind), object(kind, next)),
          current && withDefaults(typeOf(kind), object(kind, current)),
        ),
      ),
    ).toEqual(fields);
  });
});

describe('validateMeta', () => {
  it.each<[object, string[]]>([
    [{ annotations: { 'Up.Case/x': '', 'b c': '' } }, ['metadata.annotations']],
    [{ finalizers: ['foregroundDeletion', 'a.b/c'] }, []],
    [{ finalizers: ['a.b/c', 'bad'] }, ['metadata.finalizers[1]']],
    [{ name: 'A' }, ['metadata.name']],
    [{ name: '' }, ['metadata.name']],
    [
      { ownerReferences: [{ apiVersion: 'v1', name: 'x' }] },
      ['metadata.ownerReferences.kind', 'metadata.ownerReferences.uid'],
    ],
    [
      {
        ownerReferences: ['a', 'b'].map(name => ({
          apiVersion: 'v1',
          kind: 'Pod',
          name,
          uid: name,
          controller: true,
        })),
      },
      ['metadata.ownerReferences'],
    ],
  ])('%j: %j', (metadata, fields) => {
    expect(
      refused(() =>
        validateMeta(typeOf('ConfigMap'), object('ConfigMap', {}, metadata)),
      ),
    ).toEqual(fields);
  });

  it('takes any finalizer on custom kinds', () => {
    const [custom] = resourceTypes('keda.sh', 'v1alpha1', true, [
      ['scaledobjects', 'ScaledObject', 'so', 'status'],
    ]);
    const finalizers = ['finalizer.keda.sh'];
    expect(
      refused(() =>
        validateMeta(custom, object('ScaledObject', {}, { finalizers })),
      ),
    ).toEqual([]);
  });
});

describe('names', () => {
  it.each([
    ['app', 0],
    ['slipway.io/x', 0],
    ['-x', 1],
    ['a/', 2],
    ['/a', 1],
    ['a/b/c', 1],
    ['UP/x', 1],
    ['x'.repeat(64), 1],
  ])('key %s has %d faults', (key, faults) => {
    expect(qualifiedNameErrors(key)).toHaveLength(faults);
  });

  it.each([
    ['', 0],
    ['a.b_c-D', 0],
    ['-1', 1],
    ['a b', 1],
    ['x'.repeat(64), 1],
  ])('value %j has %d faults', (value, faults) => {
    expect(labelValueErrors(value)).toHaveLength(faults);
  });
});

describe('isCustom', () => {
  it.each([
    ['', false],
    ['apps', false],
    ['networking.k8s.io', false],
    ['rbac.authorization.k8s.io', false],
    ['example.com', true],
    ['gateway.networking.k8s.io', true],
    ['contract.slipway.io', true],
  ])('%s: %s', (group, custom) => {
    expect(isCustom({ group })).toBe(custom);
  });
});
