import { isQuiet } from './rows';
import { ShownLane } from './types';

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
