import { suppressionInWords } from '../findings/suppression';
import { Vulnerability } from '../types';
import {
  AcceptRiskArgs,
  acceptRisk,
  acceptRiskArgs,
  RiskFacts,
} from './acceptRisk';
import {
  acceptanceOf,
  AcceptedRisk,
  packageInWords,
  riskOf,
  RiskPlace,
  scopeInWords,
  suppressedByRisk,
} from './risks';
import { withdrawRisk } from './withdrawRisk';

const NOW = '2026-11-29T10:00:00.000Z';
const ORDERS = 'component:default/orders';
const PLACE: RiskPlace = {
  repository: 'docker.io/shop/orders',
  entityRef: ORDERS,
};
const FINDING: Vulnerability = {
  id: 'CVE-2022-24999',
  pkg: 'qs',
  purl: 'pkg:npm/qs@6.5.2',
  installed: '6.5.2',
  severity: 'critical',
  layer: 'application',
};
const risk = (change: Partial<AcceptedRisk> = {}): AcceptedRisk => ({
  id: 'r1',
  vulnerability: 'CVE-2022-24999',
  package: 'pkg:npm/qs',
  scope: 'service',
  entityRef: ORDERS,
  severity: 'critical',
  reason: 'Never reached',
  acceptedBy: 'user:default/olga',
  allowedBy: 'user:default/omar',
  acceptedAt: '2026-11-01T10:00:00.000Z',
  until: '2026-11-30',
  ...change,
});

describe('acceptanceOf', () => {
  it.each<
    [string, Partial<AcceptedRisk>, Partial<Vulnerability>, RiskPlace, boolean]
  >([
    ['the service', {}, {}, PLACE, true],
    [
      'a later release of the image and the package',
      {},
      { installed: '6.5.9', purl: 'pkg:npm/qs@6.5.9?arch=arm64' },
      PLACE,
      true,
    ],
    [
      'another image of the service',
      {},
      {},
      { ...PLACE, repository: 'docker.io/shop/proxy' },
      true,
    ],
    [
      'another service',
      {},
      {},
      { ...PLACE, entityRef: 'component:default/x' },
      false,
    ],
    ['what nobody owns', {}, {}, { repository: PLACE.repository }, false],
    ['another package', {}, { purl: 'pkg:npm/ms@1' }, PLACE, false],
    ['another vulnerability', {}, { id: 'CVE-1' }, PLACE, false],
    [
      'an id that stands for the same',
      { vulnerability: 'GHSA-1' },
      { aliases: ['GHSA-1'] },
      PLACE,
      true,
    ],
    [
      'the image, whoever runs it',
      { scope: 'image', repository: PLACE.repository },
      {},
      { ...PLACE, entityRef: 'component:default/x' },
      true,
    ],
    [
      'another image',
      { scope: 'image', repository: 'docker.io/shop/proxy' },
      {},
      PLACE,
      false,
    ],
    ['all services', { scope: 'everywhere' }, {}, { repository: 'x' }, true],
    ['its last day', { until: '2026-11-29' }, {}, PLACE, true],
    ['the day after', { until: '2026-11-28' }, {}, PLACE, false],
    ['one that was withdrawn', { withdrawnAt: NOW }, {}, PLACE, false],
  ])('%s', (_, change, finding, place, holds) => {
    const found = acceptanceOf(
      [risk(change)],
      { ...FINDING, ...finding },
      place,
      NOW,
    );
    expect(found !== undefined).toBe(holds);
  });

  it('is the one that holds longest', () =>
    expect(
      acceptanceOf(
        [risk(), risk({ id: 'r2', until: '2026-12-24' })],
        FINDING,
        PLACE,
        NOW,
      )?.id,
    ).toBe('r2'));
});

describe('words', () => {
  it('say by whom, why, and until when', () =>
    expect(suppressionInWords(suppressedByRisk(risk()))).toBe(
      'Accepted risk: by olga, allowed by omar (Never reached) until 2026-11-30',
    ));

  it.each<[Partial<AcceptedRisk>, string]>([
    [{}, 'in all images of orders'],
    [
      { scope: 'image', repository: 'a/b' },
      'in the image a/b, whoever runs it',
    ],
    [{ scope: 'everywhere' }, 'in all services'],
  ])('say where: %o', (change, words) =>
    expect(scopeInWords(risk(change))).toBe(words),
  );

  it.each([
    ['pkg:npm/%40babel/core', '@babel/core'],
    ['pkg:maven/org.yaml/snakeyaml', 'org.yaml/snakeyaml'],
    ['libc6', 'libc6'],
  ])('name the package %s', (pkg, words) =>
    expect(packageInWords({ package: pkg })).toBe(words),
  );
});

describe('accepting', () => {
  const ARGS: AcceptRiskArgs = {
    ...riskOf(FINDING),
    severity: 'critical',
    scope: 'service',
    until: '2026-12-24',
    reason: 'It is never reached',
  };
  const FACTS: RiskFacts = {
    entityRef: ORDERS,
    severities: ['critical'],
    risks: [],
    longestMs: 90 * 24 * 3_600_000,
  };
  const CONTEXT = { actor: 'user:default/olga', now: NOW, id: 'new' };
  const plan = (
    args: Partial<AcceptRiskArgs>,
    facts: Partial<RiskFacts> = {},
  ) =>
    acceptRisk
      .prepare({ ...ARGS, ...args })
      .plan({ ...FACTS, ...facts }, {}, CONTEXT);

  it('writes what was accepted, by whom', () =>
    expect(plan({})).toMatchObject({
      summary:
        'Accept the risk of CVE-2022-24999 in qs until 2026-12-24, in all images of orders: It is never reached',
      writes: [
        {
          accept: {
            ...ARGS,
            id: 'new',
            entityRef: ORDERS,
            acceptedBy: 'user:default/olga',
            acceptedAt: NOW,
          },
        },
      ],
    }));

  it('is for somebody else to allow, in words of the arguments alone', () =>
    expect(acceptRisk.prepare(ARGS).approval(FACTS)).toEqual({
      why: 'Two users accept a risk: one asks, another one allows it.',
      words:
        'Accepts the critical finding CVE-2022-24999 in qs until 2026-12-24, in all images of orders: It is never reached',
      path: '/catalog/default/component/orders/security',
    }));

  it.each<[string, Partial<AcceptRiskArgs>, Partial<RiskFacts>, RegExp]>([
    ['what is nowhere', {}, { severities: [] }, /^Nothing of component/],
    [
      'what is as severe as it was not seen',
      { severity: 'low' },
      {},
      /its severity is critical now/,
    ],
    ['for yesterday', { until: '2026-11-28' }, {}, /must not be over/],
    ['for too long', { until: '2027-02-28' }, {}, /within 90 days/],
    [
      'what is accepted already',
      {},
      { risks: [risk({ until: '2026-12-24' })] },
      /is accepted already, until 2026-12-24/,
    ],
    ['a date that does not exist', { until: '2026-02-30' }, {}, /exists/],
    ['no date', { until: 'soon' }, {}, /must be a date/],
    ['without a reason', { reason: ' no ' }, {}, /args\.reason/],
    ['an image without its name', { scope: 'image' }, {}, /repository must/],
    ['an image of a service', { repository: 'a/b' }, {}, /repository must/],
  ])('refuses %s', (_, args, facts, message) =>
    expect(() => plan(args, facts)).toThrow(message),
  );

  it.each<[string, Partial<AcceptedRisk>]>([
    ['ends earlier', { until: '2026-12-01' }],
    ['has another scope', { until: '2026-12-31', scope: 'everywhere' }],
    ['was withdrawn', { until: '2026-12-31', withdrawnAt: NOW }],
  ])('may come beside one that %s', (_, change) =>
    expect(() => plan({}, { risks: [risk(change)] })).not.toThrow(),
  );

  it('is bound to the arguments as the server has them', () =>
    expect(
      acceptRiskArgs(
        {
          ...riskOf(FINDING),
          severity: 'critical',
          entityRef: ORDERS,
          repository: 'a/b',
        },
        { until: '2026-12-24', reason: '  It is   never reached ' },
      ),
    ).toEqual(ARGS));
});

describe('withdrawing', () => {
  const plan = (change: Partial<AcceptedRisk>) =>
    withdrawRisk
      .prepare(undefined)
      .plan(risk(change), {}, { actor: 'user:default/carl', now: NOW, id: '' });

  it('says who and when', () =>
    expect(plan({}).writes).toEqual([
      { withdraw: 'r1', by: 'user:default/carl', at: NOW },
    ]));

  it.each<[string, Partial<AcceptedRisk>]>([
    ['over', { until: '2026-11-28' }],
    ['withdrawn', { withdrawnAt: NOW }],
  ])('is refused of what is %s', (_, change) =>
    expect(() => plan(change)).toThrow('is not accepted any more'),
  );
});
