import { delay, fault, pod } from '../__fixtures__/builders';
import { TouchedWorkload } from '../types';
import { touchedWorkloads } from './touchedWorkloads';

const ORDERS: TouchedWorkload = {
  namespace: 'shop',
  workload: 'Rollout orders',
};

describe('touchedWorkloads', () => {
  it.each<[string, Parameters<typeof fault>[0], string[], TouchedWorkload[]]>([
    ['no targets', {}, ['orders-aaa-1'], []],
    [
      'pods and containers, each workload once',
      {
        records: [{ id: 'shop/orders-aaa-1' }, { id: 'shop/orders-aaa-2/app' }],
      },
      ['orders-aaa-1', 'orders-aaa-2'],
      [ORDERS],
    ],
    [
      'a pod that is gone, by its ReplicaSet',
      { records: [{ id: 'shop/orders-aaa-9' }] },
      ['orders-aaa-1'],
      [ORDERS],
    ],
    [
      'a pod of which nothing is left',
      { records: [{ id: 'shop/products-bbb-9' }] },
      ['orders-aaa-1'],
      [],
    ],
    [
      'the far side only where it is disturbed',
      {
        records: [{ id: 'shop/orders-aaa-1', selectorKey: '.Target' }],
      },
      ['orders-aaa-1'],
      [],
    ],
    [
      'the far side of both directions',
      {
        spec: delay({ direction: 'both' }),
        records: [{ id: 'shop/orders-aaa-1', selectorKey: '.Target' }],
      },
      ['orders-aaa-1'],
      [ORDERS],
    ],
    ['a machine', { records: [{ id: '{"address":"10.0.0.1/x"}' }] }, [], []],
  ])('%s', (_, changes, names, expected) => {
    expect(
      touchedWorkloads(
        fault(changes),
        names.map(name => pod(name)),
      ),
    ).toEqual(expected);
  });
});
