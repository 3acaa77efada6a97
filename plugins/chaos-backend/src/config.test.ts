import { ConfigReader } from '@backstage/config';
import { DEFAULT_GUARDRAILS } from '@slipway/plugin-chaos-common';
import { readChaosConfig } from './config';

const read = (chaos: object) =>
  readChaosConfig(new ConfigReader({ slipway: { chaos } }));

describe('readChaosConfig', () => {
  it('has defaults', () => {
    const config = readChaosConfig(new ConfigReader({}));
    expect(config.guardrails).toEqual({
      ...DEFAULT_GUARDRAILS,
      prod: { ...DEFAULT_GUARDRAILS.prod, refused: expect.any(String) },
    });
    expect(config.agentActionsEnabled).toBe(false);
    expect(config.scopeOf('gke')).toEqual({
      clusterScoped: true,
      filterNamespaces: false,
    });
  });

  it('keeps parts for 90 days, or for as long as it says', () => {
    expect(read({}).partDays).toBe(90);
    expect(read({ retention: { parts: '400d' } }).partDays).toBe(400);
    expect(() => read({ retention: { parts: '1h' } })).toThrow(
      'slipway.chaos.retention.parts must be at least one day',
    );
  });

  it('refuses production unless it is configured, and asks for approval there', () => {
    expect(read({}).guardrails.prod.refused).toMatch(/not allowed/);
    const { dev, prod, stage } = read({
      guardrails: { prod: {}, stage: { approval: true } },
    }).guardrails;
    expect(prod.refused).toBeUndefined();
    expect([dev, stage, prod].map(({ approval }) => approval)).toEqual([
      false,
      true,
      true,
    ]);
    expect(
      read({ guardrails: { prod: { approval: false } } }).guardrails.prod
        .approval,
    ).toBe(false);
  });

  it('changes what is given, and keeps the rest', () => {
    const { guardrails, scopeOf } = read({
      guardrails: { prod: { maxDuration: '90s', kinds: ['PodChaos'] } },
      controllers: { gke: { targetNamespace: 'chaos' } },
    });
    expect(guardrails.prod).toEqual({
      ...DEFAULT_GUARDRAILS.prod,
      maxDurationSeconds: 90,
      kinds: ['PodChaos'],
    });
    expect(scopeOf('gke')).toEqual({
      clusterScoped: false,
      targetNamespace: 'chaos',
      filterNamespaces: false,
    });
  });

  it.each<[object, string]>([
    [{ kinds: ['Pod'] }, 'Pod is not a kind of Chaos Mesh'],
    [{ maxDuration: 'soon' }, 'prod.maxDuration must be a duration'],
    [{ maxDuration: '-1m' }, 'prod.maxDuration must be a duration'],
    [
      { windows: [{ days: [8], from: '09:00', to: '10:00', timeZone: 'UTC' }] },
      'windows[0].days',
    ],
    [
      { windows: [{ days: [1], from: '9', to: '10:00', timeZone: 'UTC' }] },
      'windows[0].from',
    ],
    [
      { windows: [{ days: [1], from: '11:00', to: '10:00', timeZone: 'UTC' }] },
      'windows[0].to must be later',
    ],
    [
      { windows: [{ days: [1], from: '09:00', to: '10:00', timeZone: 'X' }] },
      'windows[0].timeZone',
    ],
  ])('refuses %j', (prod, words) => {
    expect(() => read({ guardrails: { prod } })).toThrow(words);
  });
});
