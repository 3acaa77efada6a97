import { findRow, isQuiet } from './rows';
import { ShownLane } from './types';
import { focusId } from './view';

const RANGE = { from: 1_000, to: 2_000 };
const lane = (more: Partial<ShownLane> = {}): ShownLane => ({
  plugin: 'rollouts',
  id: 'release gke',
  kind: 'release',
  items: [],
  ...more,
});

describe('a lane', () => {
  it.each<[string, boolean, Partial<ShownLane>]>([
    ['without marks is quiet', true, {}],
    ['known since before the range is quiet', true, { knownFrom: 1_000 }],
    ['known since within the range is not', false, { knownFrom: 1_001 }],
    ['that lacks a cluster is not', false, { lacking: ['eks is down'] }],
    ['with older marks left out is not', false, { leftOut: 3 }],
    [
      'with a mark is not',
      false,
      {
        items: [
          { type: 'mark', id: 'a', title: 'a', tone: 'healthy', at: 1_500 },
        ],
      },
    ],
  ])('%s', (_, quiet, more) => {
    expect(isQuiet(lane(more), RANGE)).toBe(quiet);
  });
});

describe('what the address points at', () => {
  const item = (id: string) => ({
    type: 'mark' as const,
    id,
    title: id,
    tone: 'healthy' as const,
    at: 1_500,
  });
  const lanes = [
    lane({ id: 'fault', items: [item('a')] }),
    lane({ id: 'fault/b', items: [item('a'), item('c d')] }),
  ];

  it.each<[string, number | undefined]>([
    [focusId(lanes[0], { id: 'a' }), 0],
    [focusId(lanes[1], { id: 'a' }), 1],
    [focusId(lanes[1], { id: 'c d' }), 1],
    [focusId(lanes[1], { id: 'gone' }), undefined],
    ['nonsense', undefined],
  ])('%s', (focus, index) => {
    expect(findRow(lanes, focus)?.lane).toBe(
      index === undefined ? undefined : lanes[index],
    );
  });

  it('tells apart what two services have, and finds a name without service', () => {
    const [one, two] = ['component:default/a', 'component:default/b'].map(
      entityRef => lane({ entityRef, items: [item('x')] }),
    );
    expect(focusId(one, one.items[0])).not.toBe(focusId(two, two.items[0]));
    const found = (focus: string) => findRow([one, two], focus)?.lane;
    expect(found(focusId(two, two.items[0]))).toBe(two);
    const { plugin, id } = two;
    expect(found(focusId({ plugin, id }, { id: 'x' }))).toBe(one);
  });

  it('is nothing where it points at nothing', () => {
    expect(findRow(lanes, undefined)).toBeUndefined();
  });
});
