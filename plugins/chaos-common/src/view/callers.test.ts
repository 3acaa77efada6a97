import { CallerPreview } from '../preview';
import { mergeCallers, withoutRates } from './callers';

const gateway: CallerPreview = {
  entityRef: 'component:default/gateway',
  title: 'gateway',
  source: 'catalog',
};
const seen = (deployment: string, requestRate: number) => ({
  namespace: 'shop',
  deployment,
  requestRate,
  over: '1m',
});

describe('mergeCallers', () => {
  it.each<[string, CallerPreview[], ReturnType<typeof seen>[], object[]]>([
    ['only the catalog', [gateway], [], [gateway]],
    [
      'both',
      [gateway],
      [seen('gateway', 2)],
      [{ ...gateway, source: 'both', requestRate: 2, over: '1m' }],
    ],
    [
      'who the catalog does not know, busiest first',
      [gateway],
      [seen('cron', 0), seen('batch', 3)],
      [
        { title: 'batch in shop', source: 'traffic', requestRate: 3 },
        { title: 'cron in shop', source: 'traffic', requestRate: 0 },
        gateway,
      ],
    ],
    [
      'one that calls two workloads, once',
      [],
      [seen('batch', 3), seen('batch', 2)],
      [{ title: 'batch in shop', source: 'traffic', requestRate: 5 }],
    ],
  ])('%s', (_, catalog, traffic, expected) => {
    expect(mergeCallers(catalog, traffic)).toMatchObject(expected);
  });
});

it('withholds what was measured, also by the order', () => {
  const merged = mergeCallers(
    [gateway],
    [seen('gateway', 2), seen('batch', 9)],
  );
  expect(
    withoutRates([...merged, { title: 'web', source: 'catalog' }], 'm.read'),
  ).toEqual([
    { title: 'batch in shop', source: 'traffic', rateNeeds: 'm.read' },
    { ...gateway, source: 'both', rateNeeds: 'm.read' },
    { title: 'web', source: 'catalog' },
  ]);
});
