import { ApprovalRow, ApprovalUse } from '@slipway/plugin-approvals-common';
import {
  filterOptions,
  matchesFilters,
  NO_FILTERS,
  sortApprovals,
} from './listQuery';
import { launchPath, outcomeWords, placeText } from './words';

const row = (changes: Partial<ApprovalRow> = {}): ApprovalRow => ({
  id: 'a',
  asked: {
    plugin: 'chaos',
    action: 'launch',
    entityRef: 'component:default/orders',
    cluster: 'gke',
    namespace: 'shop',
    words: 'Kills one pod.',
  },
  digest: 'd',
  needed: 'This is production.',
  requester: 'user:default/olga',
  reason: 'Game day',
  approvers: [],
  askedAt: '2026-01-02T11:00:00.000Z',
  expiresAt: '2026-01-02T13:00:00.000Z',
  state: 'waiting',
  ...changes,
});
const LATER = { askedAt: '2026-01-02T11:30:00.000Z' };

it.each<[string, Partial<typeof NO_FILTERS>, boolean]>([
  ['no filter', {}, true],
  ['a word of what is asked', { q: 'kills' }, true],
  ['the requester', { q: 'olga' }, true],
  ['another word', { q: 'delay' }, false],
  ['its state', { states: ['waiting'] }, true],
  ['another state', { states: ['used'] }, false],
  ['its plugin', { plugins: ['chaos'] }, true],
  ['another plugin', { plugins: ['loadtest'] }, false],
  ['those of mine', { mine: true }, false],
])('matches %s', (_, filters, matches) => {
  expect(
    matchesFilters(row(), { ...NO_FILTERS, ...filters }, () => false),
  ).toBe(matches);
});

it('what is open stands first, then the newest', () => {
  const rows = [
    row({ id: 'used', state: 'used', ...LATER }),
    row({ id: 'old' }),
    row({ id: 'new', ...LATER }),
  ];
  const sorted = sortApprovals(rows, { column: 'state', descending: false });
  expect(sorted.map(({ id }) => id)).toEqual(['new', 'old', 'used']);
});

it('counts what can be filtered by', () => {
  const { mine, plugins } = filterOptions(
    [row(), row({ id: 'b' })],
    ({ id }) => id === 'b',
  );
  expect(mine).toBe(1);
  expect(plugins).toMatchObject([{ value: 'chaos', count: 2 }]);
});

it.each<[ApprovalUse['outcome'], RegExp]>([
  ['succeeded', /was done/],
  ['failed', /nothing was changed. Broken/],
  ['partial', /Only a part/],
  ['unknown', /not known/],
  [undefined, /not recorded/],
])('an outcome %s is said as it is', (outcome, words) => {
  const use: ApprovalUse = { at: LATER.askedAt, error: 'Broken', outcome };
  expect(outcomeWords(use)).toMatch(words);
});

it.each([
  [undefined, undefined],
  ['/launch', '/launch?approval=a'],
  ['/launch?entity=x', '/launch?entity=x&approval=a'],
])('launches %s at %s', (path, to) => {
  expect(launchPath({ id: 'a', path })).toBe(to);
});

it('names a place, where there is one', () => {
  expect(placeText({ cluster: 'gke', namespace: 'shop' })).toBe('gke/shop');
  expect(placeText({})).toBeUndefined();
});
