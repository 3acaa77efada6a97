import { BreakGlassGrant } from '@slipway/plugin-break-glass-common';
import { firstEnd, minuteChoices, namesOtherGrants, timeLeft } from './grants';

const GRANT: BreakGlassGrant = {
  id: 'grant-1',
  userEntityRef: 'user:default/nora',
  entityRef: 'component:default/order-service',
  reason: 'Errors of 40 %',
  openedAt: '2026-01-02T13:05:00Z',
  until: '2026-01-02T14:05:00Z',
};

it.each<[string, string[], string | undefined, string[], boolean]>([
  ['none anywhere', [], undefined, [], false],
  ['the same', ['a', 'b'], 'b', ['a'], false],
  ['one more on the stream', ['a'], undefined, [], true],
  ['one more in access', [], 'a', [], true],
  ['another one', ['b'], undefined, ['a'], true],
])('namesOtherGrants: %s', (_, open, own, others, expected) => {
  const named = (id: string) => ({ ...GRANT, id });
  expect(
    namesOtherGrants(open.map(named), {
      others: others.map(named),
      ...(own ? { grant: named(own) } : {}),
    }),
  ).toBe(expected);
});

it.each([
  [60, 240, [15, 30, 60, 120, 240]],
  [10, 45, [10, 15, 30, 45]],
  [5, 5, [5]],
])('minuteChoices %d %d', (defaultMinutes, maxMinutes, expected) => {
  expect(minuteChoices({ defaultMinutes, maxMinutes })).toEqual(expected);
});

it.each([
  ['2026-01-02T14:05:00Z', '32 min left'],
  ['2026-01-02T13:33:30Z', '1 min left'],
  ['2026-01-02T13:32:59Z', 'less than 1 min left'],
  ['2026-01-02T13:32:00Z', 'over'],
  ['nonsense', 'over'],
])('timeLeft until %s', (until, expected) => {
  expect(timeLeft(until, Date.parse('2026-01-02T13:32:10Z'))).toBe(expected);
});

it.each([
  [[], undefined],
  [['2026-01-02T14:05:00Z', '2026-01-02T14:00:00Z'], '2026-01-02T14:00:00Z'],
])('firstEnd of %j', (ends, expected) => {
  expect(firstEnd(ends.map(until => ({ until })))).toBe(
    expected && Date.parse(expected),
  );
});
