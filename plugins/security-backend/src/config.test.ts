import { ConfigReader } from '@backstage/config';
import { JsonObject, JsonValue } from '@backstage/types';
import { readSecurityConfig } from './config';

const read = (security: JsonObject) =>
  readSecurityConfig(new ConfigReader({ slipway: { security } }));

describe('rules that stop promotions', () => {
  const rules = (...all: JsonObject[]) => read({ gate: { rules: all } });

  it('stop for new criticals everywhere, and let pass what is unknown, unless told otherwise', () => {
    expect(rules({ name: 'no new criticals' }).gateRules).toEqual([
      {
        name: 'no new criticals',
        severities: ['critical'],
        only: [],
        whenUnknown: 'allow',
      },
    ]);
    expect(read({}).gateRules).toEqual([]);
  });

  it('are read as they stand', () => {
    const rule = {
      name: 'production',
      environments: ['prod'],
      clusters: ['gke-prod'],
      severities: ['critical', 'high'],
      only: ['fixable', 'exploited'],
      whenUnknown: 'refuse',
    };
    expect(rules(rule).gateRules).toEqual([rule]);
    expect(rules({ ...rule, only: 'exploited' }).gateRules[0].only).toEqual([
      'exploited',
    ]);
  });

  it.each<[string, Record<string, JsonValue>, RegExp]>([
    ['a key that does not exist', { environment: 'dev' }, /gate\.rules\.0/],
    [
      'another environment',
      { environments: ['test'] },
      /rules\.0\.environments/,
    ],
    ['no environment', { environments: [] }, /environments: must not be empty/],
    ['another severity', { severities: ['bad'] }, /rules\.0\.severities/],
    ['another limit', { only: 'new' }, /rules\.0\.only/],
    ['another answer', { whenUnknown: 'ask' }, /rules\.0\.whenUnknown/],
    ['no name', { name: ' ' }, /rules\.0\.name/],
  ])('refuses %s', (_, change, message) =>
    expect(() => rules({ name: 'a', ...change })).toThrow(message),
  );

  it('refuses the same name twice', () =>
    expect(() => rules({ name: 'a' }, { name: 'a' })).toThrow(
      'Invalid configuration at slipway.security.gate.rules: must have a name of its own for each rule',
    ));
});

describe('deadlines', () => {
  it('are durations by severity', () => {
    expect(
      read({ deadlines: { critical: '7d', high: { days: 30 } } }).deadlines,
    ).toEqual({ critical: 7 * 86_400_000, high: 30 * 86_400_000 });
    expect(read({}).deadlines).toEqual({});
  });

  it.each<[string, JsonObject, RegExp]>([
    ['another severity', { urgent: '1d' }, /deadlines\.urgent is no severity/],
    ['no duration', { high: 'soon' }, /deadlines\.high/],
    ['no time at all', { high: '0d' }, /deadlines\.high must be longer/],
  ])('refuse %s', (_, deadlines, message) =>
    expect(() => read({ deadlines })).toThrow(message),
  );
});
