import { ContainerScan, compareCanary } from './canaryDiff';
import {
  GateEvidence,
  GateRule,
  gateRulesFor,
  isForward,
  judgeGate,
  newFindingInWords,
} from './gate';
import { RatedFinding } from './upgrades';

const finding = (change: Partial<RatedFinding> = {}): RatedFinding => ({
  id: 'CVE-2026-1',
  pkg: 'qs',
  installed: '6.5.2',
  fixed: '6.5.3',
  severity: 'critical',
  layer: 'application',
  ...change,
});
const scan = (
  findings: RatedFinding[] | undefined,
  scannedAt = '2026-11-28T10:00:00Z',
): ContainerScan => ({
  container: 'app',
  image: { repository: 'docker.io/shop/orders', digests: [] },
  scannedAt,
  ...(findings ? { findings } : {}),
});
/** What a canary with these findings adds to a stable version without any. */
const adds = (...findings: RatedFinding[]): GateEvidence => ({
  diff: compareCanary([scan([])], [scan(findings)]),
});
const notScanned: GateEvidence = {
  diff: compareCanary([scan([])], [scan(undefined)]),
};
const rule = (change: Partial<GateRule> = {}): GateRule => ({
  name: 'no criticals',
  severities: ['critical'],
  only: [],
  whenUnknown: 'allow',
  ...change,
});

describe('judgeGate', () => {
  const STOPS = 'The rule "no criticals" stops promotion: the canary adds';
  const PASSES =
    'The rule "no criticals" does not stop promotion, although it is not known what the canary adds. Unknown:';

  it.each<[string, Partial<GateRule>, GateEvidence, string | undefined]>([
    ['a new critical', {}, adds(finding()), `${STOPS} 1 critical.`],
    [
      'several severities',
      { severities: ['critical', 'high'] },
      adds(finding(), finding({ id: 'CVE-2', severity: 'high' })),
      `${STOPS} 1 critical and 1 high.`,
    ],
    ['a new high', {}, adds(finding({ severity: 'high' })), undefined],
    ['nothing new', {}, adds(), undefined],
    ['no canary', {}, {}, undefined],
    [
      'what stable has too',
      {},
      { diff: compareCanary([scan([finding()])], [scan([finding()])]) },
      undefined,
    ],
    [
      'only with a fix, which there is',
      { only: ['fixable'] },
      adds(finding()),
      `${STOPS} 1 critical with a fix available.`,
    ],
    [
      'only with a fix, which there is not',
      { only: ['fixable'] },
      adds(finding({ fixed: undefined })),
      undefined,
    ],
    [
      'only exploited, which it is',
      { only: ['exploited'] },
      adds(finding({ kev: true })),
      `${STOPS} 1 critical known to be exploited.`,
    ],
    [
      'only exploited, which it is not',
      { only: ['exploited'] },
      adds(finding({ kev: false })),
      undefined,
    ],
    [
      'fixable or exploited',
      { only: ['fixable', 'exploited'] },
      adds(finding({ kev: false })),
      `${STOPS} 1 critical with a fix available or known to be exploited.`,
    ],
    [
      'a canary that is not scanned',
      {},
      notScanned,
      `${PASSES} the canary's container app was not scanned.`,
    ],
    [
      'a canary that is not scanned, where that is refused',
      { whenUnknown: 'refuse' },
      notScanned,
      'The rule "no criticals" stops promotion, because it is not known what the canary adds. Unknown: the canary\'s container app was not scanned.',
    ],
    [
      'what cannot be read',
      {},
      { unknown: 'the findings cannot be read' },
      `${PASSES} the findings cannot be read.`,
    ],
    [
      'only exploited, without a list of them',
      { only: ['exploited'] },
      adds(finding()),
      `${PASSES} whether 1 of the new findings is known to be exploited.`,
    ],
    [
      'without a list, but fixable',
      { only: ['fixable', 'exploited'] },
      adds(finding()),
      `${STOPS} 1 critical with a fix available or known to be exploited.`,
    ],
    [
      'a severity that nobody knows',
      {},
      adds(finding({ severity: 'unknown' })),
      `${PASSES} the severity of 1 of the new findings.`,
    ],
    [
      'a severity that nobody knows, out of the limits anyway',
      { only: ['fixable'] },
      adds(finding({ severity: 'unknown', fixed: undefined })),
      undefined,
    ],
    [
      'unknown severities, where they are named',
      { severities: ['unknown'] },
      adds(finding({ severity: 'unknown' })),
      `${STOPS} 1 of unknown severity.`,
    ],
    [
      'a new critical beside what is unknown',
      {},
      {
        diff: compareCanary(
          [scan([])],
          [scan([finding()]), { ...scan(undefined), container: 'proxy' }],
        ),
      },
      `${STOPS} 1 critical. Also unknown: the canary's container proxy was not scanned.`,
    ],
    [
      'sides that were scanned days apart',
      {},
      {
        diff: compareCanary(
          [scan([], '2026-11-25T10:00:00Z')],
          [scan([finding()])],
        ),
      },
      `${STOPS} 1 critical. The two were scanned 3 days apart: what became known between may look new.`,
    ],
  ])('%s', (_, change, evidence, sentence) => {
    const { stops, notes } = judgeGate([rule(change)], evidence);
    expect([...stops.map(({ reason }) => reason), ...notes]).toEqual(
      sentence ? [sentence] : [],
    );
    const isStopped = sentence?.includes('stops promotion') ?? false;
    expect(stops).toHaveLength(isStopped ? 1 : 0);
  });

  it('names what each rule stops it for, worst first', () => {
    const { stops } = judgeGate(
      [
        rule(),
        rule({ name: 'nothing high', severities: ['high', 'critical'] }),
      ],
      adds(finding({ id: 'CVE-2', severity: 'high' }), finding()),
    );
    expect(
      stops.map(each => [
        each.rule,
        ...each.findings.map(one => one.finding.id),
      ]),
    ).toEqual([
      ['no criticals', 'CVE-2026-1'],
      ['nothing high', 'CVE-2026-1', 'CVE-2'],
    ]);
  });
});

describe('gateRulesFor', () => {
  const dev = { cluster: 'aks-dev', environment: 'dev' } as const;
  it.each<[string, Partial<GateRule>, number]>([
    ['without places', {}, 1],
    ['of the environment', { environments: ['dev', 'stage'] }, 1],
    ['of another environment', { environments: ['prod'] }, 0],
    ['of the cluster', { clusters: ['aks-dev'] }, 1],
    ['of another cluster', { clusters: ['gke'] }, 0],
    [
      'of the cluster in another environment',
      { clusters: ['aks-dev'], environments: ['prod'] },
      0,
    ],
  ])('a rule %s', (_, change, count) =>
    expect(gateRulesFor([rule(change)], dev)).toHaveLength(count),
  );
});

it.each([
  ['promote', true],
  ['promote-full', true],
  ['skip-step', true],
  ['resume', true],
  ['abort', false],
  ['pause', false],
  ['undo', false],
])('%s', (action, forward) => expect(isForward(action)).toBe(forward));

it.each<[Partial<RatedFinding>, string]>([
  [{}, 'CVE-2026-1 in qs 6.5.2 (critical, fixed in 6.5.3)'],
  [
    { kev: true, fixed: undefined, severity: 'unknown' },
    'CVE-2026-1 in qs 6.5.2 (severity unknown, known to be exploited, no fix is listed)',
  ],
])('in one line: %o', (change, line) => {
  const entry = { key: 'k', container: 'app', finding: finding(change) };
  expect(newFindingInWords(entry)).toBe(line);
});
