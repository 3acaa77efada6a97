import {
  ROLLOUTS_QUERY,
  RolloutSummary,
  SortColumn,
  sortRollouts,
} from '@slipway/plugin-rollouts-common';
import {
  abortedSummary,
  summary,
  waitingSummary,
} from '../__testUtils__/fixtures';
import { ListSort } from '@slipway/plugin-portal-react';

const { defaultSort: DEFAULT_SORT, nextSort, sortFromQuery } = ROLLOUTS_QUERY;

const names = (rollouts: readonly RolloutSummary[]) =>
  rollouts.map(rollout => rollout.ref.name);

const attention = (
  reason: NonNullable<RolloutSummary['attention']>['reason'],
  since: string,
): RolloutSummary['attention'] => ({
  reason,
  since,
  severity: 'warning',
  summary: '',
});

describe('sortRollouts', () => {
  it('puts the most urgent first, then who waits longest, then what moves', () => {
    const sorted = sortRollouts(
      [
        summary('b-healthy'),
        summary('a-healthy'),
        summary('z-moves', { inProgress: true }),
        waitingSummary('waits-2', {
          attention: attention('waiting-for-user', '2026-03-02T11:00:00Z'),
        }),
        waitingSummary('waits-1', {
          attention: attention('waiting-for-user', '2026-03-02T10:00:00Z'),
        }),
        abortedSummary('aborted'),
        summary('invalid', {
          attention: attention('invalid-spec', '2026-03-02T11:59:00Z'),
        }),
      ],
      DEFAULT_SORT,
    );
    expect(names(sorted)).toEqual([
      'invalid',
      'aborted',
      'waits-1',
      'waits-2',
      'z-moves',
      'a-healthy',
      'b-healthy',
    ]);
  });

  it.each<[ListSort<SortColumn>, string[]]>([
    [{ column: 'service', descending: false }, ['s2', 's10', 's30']],
    [{ column: 'service', descending: true }, ['s30', 's10', 's2']],
    [{ column: 'place', descending: false }, ['s30', 's2', 's10']],
    [{ column: 'state', descending: false }, ['s10', 's2', 's30']],
    [{ column: 'progress', descending: false }, ['s30', 's10', 's2']],
    [{ column: 'image', descending: false }, ['s30', 's2', 's10']],
    [{ column: 'since', descending: false }, ['s2', 's30', 's10']],
    [{ column: 'since', descending: true }, ['s10', 's30', 's2']],
  ])('by %j', (sort, expected) => {
    const rollouts = [
      summary('s30', {
        ref: { cluster: 'aks', namespace: 'shop', name: 's30' },
        stepCount: 0,
        stepIndex: undefined,
        canaryImage: 's30:1.0.0',
        phaseSince: undefined,
        createdAt: '2026-01-02T00:00:00Z',
      }),
      summary('s2', {
        canaryImage: 's2:1.9.0',
        phaseSince: '2026-01-01T00:00:00Z',
      }),
      waitingSummary('s10', {
        canaryImage: 's10:1.10.0',
        phaseSince: '2026-01-03T00:00:00Z',
      }),
    ];
    expect(names(sortRollouts(rollouts, sort))).toEqual(expected);
  });

  it('leaves the given list as it is', () => {
    const given = [summary('b'), summary('a')];
    sortRollouts(given, { column: 'service', descending: false });
    expect(names(given)).toEqual(['b', 'a']);
  });
});

describe('the sort parameter', () => {
  it.each([
    ['', DEFAULT_SORT, null],
    ['sort=since', { column: 'since', descending: false }, 'since'],
    ['sort=-state', { column: 'state', descending: true }, '-state'],
    ['sort=nonsense', DEFAULT_SORT, null],
  ])('%s', (query, expected, written) => {
    const sort = sortFromQuery(new URLSearchParams(query));
    expect(sort).toEqual(expected);
    expect(
      ROLLOUTS_QUERY.sortToQuery(sort, new URLSearchParams(query)).get('sort'),
    ).toBe(written);
  });

  it('goes up, down, and back to the default', () => {
    const up = nextSort(DEFAULT_SORT, 'since');
    const down = nextSort(up, 'since');
    expect([up, down, nextSort(down, 'since')]).toEqual([
      { column: 'since', descending: false },
      { column: 'since', descending: true },
      DEFAULT_SORT,
    ]);
  });
});
