import { Entity } from '@backstage/catalog-model';
import { onCallOf } from './onCall';

const entity = (annotations?: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', namespace: 'shop', annotations },
});
const group = { kind: 'group', namespace: 'default', name: 'on-call' };

describe('onCallOf', () => {
  it.each<[string, object]>([
    ['group:default/on-call', { refs: [group], unreadable: [] }],
    ['on-call', { refs: [{ ...group, namespace: 'shop' }], unreadable: [] }],
    [
      ' user:default/nora, group:default/on-call , group:default/on-call',
      {
        refs: [{ kind: 'user', namespace: 'default', name: 'nora' }, group],
        unreadable: [],
      },
    ],
    [
      'https://rota.example.com/7',
      { refs: [], unreadable: ['https://rota.example.com/7'] },
    ],
    [
      'component:default/orders',
      { refs: [], unreadable: ['component:default/orders'] },
    ],
  ])('%s', (written, expected) => {
    expect(onCallOf(entity({ 'slipway.io/on-call': written }))).toEqual(
      expected,
    );
  });

  it.each<Record<string, string> | undefined>([
    undefined,
    {},
    { 'slipway.io/on-call': '  ' },
  ])('is undefined where nobody is named: %j', annotations => {
    expect(onCallOf(entity(annotations))).toBeUndefined();
  });
});
