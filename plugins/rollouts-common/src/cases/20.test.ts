import { loadCase, RawObject } from '@slipway/field-cases';
import { detailsOf } from '../testUtils';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const derived = (change: (objects: RawObject[]) => RawObject[] = all => all) =>
  detailsOf(change(loadCase('20-workload-ref', { now: NOW }))).basket.core;

describe('case 20: workloadRef', () => {
  it('takes the images from the ReplicaSets', () => {
    const core = derived();
    expect(core.imageChanges).toEqual([
      {
        container: 'web',
        init: false,
        from: 'registry.example/shop/basket:1.0.0',
        to: 'registry.example/shop/basket:2.0.0',
      },
    ]);
    expect(core.workloadRef).toEqual({ kind: 'Deployment', name: 'basket' });
  });

  it('says nothing of a change while the new ReplicaSet is not there', () => {
    const core = derived(objects =>
      objects.filter(({ metadata }) => metadata.name !== 'basket-newhash'),
    );
    expect(core.images).toBeUndefined();
    expect(core.imageChanges).toBeUndefined();
  });
});
