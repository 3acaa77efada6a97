import {
  abortedSummary,
  summary,
  waitingSummary,
} from '../__testUtils__/fixtures';
import {
  ListFilters,
  matchesFilters,
  NO_FILTERS,
  ROLLOUTS_QUERY,
} from '@slipway/plugin-rollouts-common';

const { filtersFromQuery, filtersToQuery, hasFilters } = ROLLOUTS_QUERY;

const healthy = summary('user-service', {
  ownerRef: 'group:default/team-accounts',
});
const stage = waitingSummary('order-service', {
  ref: {
    cluster: 'eks-prod',
    namespace: 'ecommerce-stage',
    name: 'order-service',
  },
});
const aborted = abortedSummary();
const unowned = summary('legacy', { ownerRef: undefined });
const all = [healthy, stage, aborted, unowned];

describe('matchesFilters', () => {
  it.each<[string, Partial<ListFilters>, typeof all]>([
    ['no filter passes all', {}, all],
    ['phase', { phases: ['Paused'] }, [stage]],
    ['two phases', { phases: ['Paused', 'Degraded'] }, [stage, aborted]],
    ['cluster', { clusters: ['eks-prod'] }, [stage]],
    ['namespace', { namespaces: ['ecommerce-stage'] }, [stage]],
    ['owner', { owners: ['group:default/team-accounts'] }, [healthy]],
    ['an owner never matches a rollout without one', { owners: ['x'] }, []],
    ['needs attention', { attention: true }, [stage, aborted]],
    ['mine', { mine: true }, [stage, aborted]],
    [
      'filters combine with and',
      { mine: true, clusters: ['gke-prod'] },
      [aborted],
    ],
    ['text in the name or the owner', { q: 'order' }, [stage, aborted]],
    ['text in the message', { q: 'rolloutaborted' }, [aborted]],
    ['text in the image', { q: '1.9.0' }, [stage, aborted]],
    ['all words must occur', { q: 'eks-prod/ecommerce-stage PAUSED' }, [stage]],
    ['words that do not occur', { q: 'order nothing' }, []],
  ])('%s', (_, filters, expected) => {
    expect(
      all.filter(rollout =>
        matchesFilters(rollout, { ...NO_FILTERS, ...filters }, [
          'user:default/olga',
          'group:default/team-orders',
        ]),
      ),
    ).toEqual(expected);
  });
});

describe('the query', () => {
  it('keeps every filter, and other parameters', () => {
    const filters: ListFilters = {
      q: 'order & co',
      phases: ['Paused', 'Degraded'],
      clusters: ['gke-prod'],
      namespaces: ['a', 'b'],
      owners: ['group:default/team-orders'],
      attention: true,
      mine: true,
    };
    const query = filtersToQuery(
      filters,
      new URLSearchParams('sort=-since&q=old'),
    );
    expect(query.get('sort')).toBe('-since');
    expect(filtersFromQuery(new URLSearchParams(query.toString()))).toEqual(
      filters,
    );
  });

  it('drops a phase that does not exist', () => {
    expect(
      filtersFromQuery(new URLSearchParams('phase=Paused&phase=Sleeping'))
        .phases,
    ).toEqual(['Paused']);
  });

  it('is empty without filters', () => {
    expect(filtersToQuery(NO_FILTERS, new URLSearchParams()).toString()).toBe(
      '',
    );
    expect(hasFilters(NO_FILTERS)).toBe(false);
    expect(hasFilters({ ...NO_FILTERS, q: 'x' })).toBe(true);
  });
});
