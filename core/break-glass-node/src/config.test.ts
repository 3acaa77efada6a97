import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readBreakGlassConfig } from './config';

const read = (breakGlass: JsonObject = {}) =>
  readBreakGlassConfig(new ConfigReader({ slipway: { breakGlass } }));

describe('readBreakGlassConfig', () => {
  it('has defaults', () => {
    expect(readBreakGlassConfig(new ConfigReader({}))).toEqual({
      groups: ['group:default/on-call'],
      maxMinutes: 240,
      defaultMinutes: 60,
      // Of faults, load tests and joint runs what ends them, and nothing that starts one.
      permissions: [
        'rollouts.',
        'chaos.fault.pause',
        'chaos.fault.abort',
        'chaos.fault.stop',
        'loadtest.stop',
        'resilience.stop',
      ],
    });
  });

  it('takes what is set', () => {
    expect(
      read({
        groups: ['SRE'],
        maxMinutes: 30,
        permissions: ['rollouts.abort'],
      }),
    ).toEqual({
      groups: ['group:default/sre'],
      maxMinutes: 30,
      defaultMinutes: 30,
      permissions: ['rollouts.abort'],
    });
  });

  it.each<[JsonObject, string]>([
    [{ groups: ['user:default/nora'] }, 'slipway.breakGlass.groups takes'],
    [{ maxMinutes: 4 }, 'slipway.breakGlass.maxMinutes must be'],
    [{ maxMinutes: 7.5 }, 'slipway.breakGlass.maxMinutes must be'],
    [
      { maxMinutes: 30, defaultMinutes: 31 },
      'slipway.breakGlass.defaultMinutes must be a whole number from 5 to 30',
    ],
    [{ permissions: [''] }, 'slipway.breakGlass.permissions'],
    [{ permissions: ['rollouts.', 'app'] }, 'must not give "app"'],
    [{ permissions: ['approvals.answer'] }, 'no right to approve'],
  ])('refuses %j', (value, message) => {
    expect(() => read(value)).toThrow(message);
  });
});
