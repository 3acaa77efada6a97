import { ManualClock, resourceTypes, validateKind } from '@slipway/kube-sim';
import { Kind } from '../loops';
import { createClusterLoops, createClusterStore, effectsOn } from '.';
import { SandboxModule } from './types';

const API = 'example.com/v1';

/** A feature as small as can be: an outage of a service that is in force until its object is deleted. */
const outages: SandboxModule = {
  kinds: resourceTypes('example.com', 'v1', true, [
    ['outages', 'Outage', '', 'status'],
  ]).map(type => ({ ...type, custom: { schema: { type: 'object' } } })),
  columns: {
    Outage: [{ name: 'Service', type: 'string', jsonPath: '.spec.service' }],
  },
  validate: ({ spec }) =>
    spec
      ? []
      : [
          {
            field: 'spec.service',
            reason: 'FieldValueRequired',
            message: 'Required value',
          },
        ],
  loops({ store }) {
    const kind = new Kind(store, API, 'Outage');
    return [
      {
        of: kind,
        create: () => ({
          sync(namespace, name) {
            const outage = kind.get(namespace, name);
            if (outage) kind.updateStatus({ ...outage, status: 'Running' });
          },
        }),
      },
    ];
  },
  effects: store =>
    new Kind(store, API, 'Outage').list().map(() => ({
      kind: 'error-rate',
      target: { service: 'order-service' },
      rate: 1,
    })),
};

describe('a module', () => {
  const clock = new ManualClock();
  const store = createClusterStore(clock, undefined, [outages]);
  const type = store.typeOfKind(API, 'Outage');
  if (!type) throw new Error('The kind of the module is not served.');
  const namespaces = store.typeOf('', 'namespaces');
  if (!namespaces) throw new Error('There are no namespaces.');
  store.create(namespaces, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop' },
  });

  it('adds its kinds with their columns', () => {
    expect(type.custom?.columns).toEqual(outages.columns?.Outage);
  });

  it('has its objects worked on, and their effects felt', () => {
    const failures: Error[] = [];
    const loops = createClusterLoops(
      {
        store,
        clock,
        query: async () => ({ type: 'vector', values: [] }),
        onError: error => failures.push(error),
      },
      [outages],
    );
    loops.start();
    expect(effectsOn(store, [outages])).toEqual([]);
    store.create(type, {
      apiVersion: API,
      kind: 'Outage',
      metadata: { name: 'a', namespace: 'shop' },
      spec: { service: 'order-service' },
    });
    clock.step(1_000);
    expect(store.get(type, 'shop', 'a')?.status).toBe('Running');
    expect(effectsOn(store, [outages])).toHaveLength(1);
    loops.stop();
    expect(failures).toEqual([]);
  });

  it('refuses what breaks its rules', () => {
    const object = store.get(type, 'shop', 'a');
    if (!object) throw new Error('There is no outage.');
    const { spec: _, ...without } = object;
    expect(() => validateKind(store, type, without)).toThrow(
      'Outage.example.com "a" is invalid: spec.service: Required value',
    );
  });
});
