import { controllerOf, resourceKey } from './resource';

describe('resourceKey', () => {
  it.each([
    ['', 'pods', 'pods'],
    ['apps', 'replicasets', 'replicasets.apps'],
    ['argoproj.io', 'rollouts', 'rollouts.argoproj.io'],
  ])('%j %s is %s', (group, plural, key) => {
    expect(resourceKey({ group, plural })).toBe(key);
  });
});

describe('controllerOf', () => {
  const owner = { apiVersion: 'v1', kind: 'K', name: 'n' };
  const metadata = {
    uid: 'u',
    name: 'x',
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
  };

  it('is the one owner that controls', () => {
    const ownerReferences = [
      { ...owner, uid: 'a' },
      { ...owner, uid: 'b', controller: true },
    ];
    expect(
      controllerOf({ metadata: { ...metadata, ownerReferences } })?.uid,
    ).toBe('b');
    expect(controllerOf({ metadata })).toBeUndefined();
  });
});
