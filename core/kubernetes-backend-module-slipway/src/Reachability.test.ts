import { mockServices } from '@backstage/backend-test-utils';
import { Freshness } from '@slipway/plugin-clusters-common';
import { Reachability } from './Reachability';

const START = Date.parse('2026-11-28T10:00:00.000Z');
const SINCE = '2026-11-28T09:00:00.000Z';
const GONE = 'Cluster bench cannot be reached: it does not answer in time';

function setUp(freshness: Array<Pick<Freshness, 'state' | 'reason'>> = []) {
  let now = START;
  let attempts = 0;
  const reachability = new Reachability({
    clusters: {
      list: async () => [
        {
          name: 'bench',
          environment: { environment: 'prod', source: 'undeclared' },
          allowActions: false,
          freshness: freshness.map(one => ({
            cluster: 'bench',
            since: SINCE,
            ...one,
          })),
        },
      ],
    },
    logger: mockServices.logger.mock(),
    now: () => now,
  });
  return {
    reachability,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    attempts: () => attempts,
    whyNot: () =>
      reachability.whyNot('bench', async () => {
        attempts += 1;
      }),
  };
}

describe('Reachability', () => {
  it('remembers a failure with its age, tries again while somebody looks, and forgets', async () => {
    const { reachability, whyNot, pass, attempts } = setUp();
    expect(await whyNot()).toBeUndefined();
    reachability.failed('bench', GONE);
    pass(4);
    expect(await whyNot()).toBe(
      `${GONE} (since 2026-11-28T10:00:00.000Z; last tried 4 s ago)`,
    );
    expect(attempts()).toBe(0);
    pass(2);
    await whyNot();
    expect(attempts()).toBe(1);
    reachability.failed('bench', GONE);
    pass(1);
    expect(await whyNot()).toBe(
      `${GONE} (since 2026-11-28T10:00:00.000Z; last tried 1 s ago)`,
    );
    reachability.answered('bench');
    expect(await whyNot()).toBeUndefined();
    reachability.failed('bench', GONE);
    pass(301);
    expect(await whyNot()).toBeUndefined();
  });

  it.each<[string, Array<Pick<Freshness, 'state' | 'reason'>>, boolean]>([
    ['nothing', [], true],
    [
      'one kind live',
      [{ state: 'live' }, { state: 'stale', reason: GONE }],
      true,
    ],
    ['still connecting', [{ state: 'connecting' }], true],
    ['refused', [{ state: 'refused', reason: 'RBAC' }], true],
    [
      'answers with errors',
      [
        {
          state: 'stale',
          reason: 'Cluster bench: the API server answered 500',
        },
      ],
      true,
    ],
    ['never answered', [{ state: 'unreachable', reason: GONE }], false],
    [
      'answers no more',
      [
        { state: 'stale', reason: GONE },
        { state: 'unreachable', reason: GONE },
      ],
      false,
    ],
  ])('asks by what the registry knows: %s', async (_, freshness, asks) => {
    const { whyNot, reachability } = setUp(freshness);
    expect(await whyNot()).toBe(asks ? undefined : `${GONE} (since ${SINCE})`);
    // An answer is newer than what the registry knows.
    reachability.answered('bench');
    expect(await whyNot()).toBeUndefined();
  });
});
