import { loadCase } from '@slipway/field-cases';
import { imageChangeWords } from '../derive';
import { detailsOf } from '../testUtils';

const NOW = Date.parse('2026-11-28T10:00:00Z');

describe('case 22: the first container is a helper', () => {
  const { core } = detailsOf(
    loadCase('22-first-container-is-a-helper', { now: NOW }),
  ).basket;

  it('names what changed', () => {
    expect(core.imageChanges).toEqual([
      {
        container: 'web',
        init: false,
        from: 'registry.example/shop/basket:1.0.0',
        to: 'registry.example/shop/basket:2.0.0',
      },
    ]);
    expect(core.imageChanges?.map(imageChangeWords)).toEqual(['1.0.0 → 2.0.0']);
  });

  it('has it for the sort order and for agents too', () => {
    expect([core.stableImage, core.canaryImage]).toEqual([
      'registry.example/shop/basket:1.0.0',
      'registry.example/shop/basket:2.0.0',
    ]);
  });
});
