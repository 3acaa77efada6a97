import {
  AcceptedRisk,
  CanaryFindings,
  CanarySummary,
  EntityFindings,
  EntityTrend,
  FindingsSummary,
  FleetFindings,
  SearchAnswer,
  RatedFinding,
  upgradesOf,
} from '@slipway/plugin-security-common';

export const ROLLOUT = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  name: 'order-service',
};

export const finding = (change: Partial<RatedFinding> = {}): RatedFinding => ({
  id: 'CVE-2022-24999',
  pkg: 'qs',
  purl: 'pkg:npm/qs@6.5.2',
  type: 'npm',
  installed: '6.5.2',
  fixed: '6.5.3',
  severity: 'high',
  layer: 'application',
  title: 'qs: prototype poisoning',
  link: 'https://avd.example/cve-2022-24999',
  ...change,
});

const image = (tag: string) => ({
  repository: 'docker.io/shop/orders',
  tag,
  digests: [],
});
const place = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  workload: 'order-service',
  kind: 'Rollout',
  pods: 2,
} as const;

export const FINDINGS: EntityFindings = {
  entityRef: 'component:default/order-service',
  images: [
    {
      key: 'canary',
      container: 'app',
      image: image('0.2.0'),
      places: [{ ...place, role: 'canary' }],
      state: 'not-scanned',
      sources: [],
      upgrades: [],
      suppressed: [],
      secrets: [],
    },
    {
      key: 'stable',
      container: 'app',
      image: image('0.1.0'),
      places: [{ ...place, role: 'stable' }],
      state: 'scanned',
      sources: [
        {
          by: 'build',
          scannedAt: '2026-11-28T10:00:00Z',
          evidence: { evidence: 'probable', by: 'tag' },
        },
      ],
      os: { family: 'debian', name: '11.7', endOfLife: true },
      counts: { critical: 0, high: 1, medium: 1, low: 0, unknown: 0 },
      upgrades: upgradesOf([
        finding({ kev: true, epss: 0.0123 }),
        finding({ id: 'CVE-2022-1', severity: 'medium', title: '<b>x</b>' }),
      ]),
      suppressed: [
        {
          finding: finding({ id: 'CVE-2022-7' }),
          by: { source: 'vex', status: 'not_affected' },
        },
      ],
      secrets: [
        {
          ruleId: 'github-pat',
          title: 'GitHub token',
          severity: 'critical',
          target: '/app/.env',
        },
      ],
    },
  ],
  checks: [],
  built: [],
  risks: [],
  sources: [
    {
      name: 'EPSS',
      state: 'missing',
      reason: 'No file is configured, so it is unknown.',
    },
  ],
};

export const RISK: AcceptedRisk = {
  id: '00000000-0000-4000-8000-000000000001',
  vulnerability: 'CVE-2022-7',
  package: 'pkg:npm/qs',
  scope: 'service',
  entityRef: 'component:default/order-service',
  severity: 'high',
  reason: 'It is never reached',
  acceptedBy: 'user:default/olga',
  allowedBy: 'user:default/omar',
  acceptedAt: '2026-11-28T10:00:00.000Z',
  until: '2026-12-24',
};

export const TREND: EntityTrend = {
  knownFrom: '2026-11-27T10:00:00.000Z',
  points: [
    {
      at: '2026-11-28T00:00:00.000Z',
      counts: { critical: 2, high: 1, medium: 0, low: 0, unknown: 0 },
    },
    {
      at: '2026-11-28T10:00:00.000Z',
      counts: { critical: 0, high: 1, medium: 0, low: 0, unknown: 0 },
    },
  ],
  gone: [{ day: '2026-11-28', count: 2 }],
};

export const SUMMARY: FindingsSummary = {
  counts: { critical: 0, high: 1, medium: 1, low: 0, unknown: 0 },
  fixable: 2,
  images: 2,
  notScanned: 1,
  stamp: 's1',
};

export const CANARY_SUMMARY: CanarySummary = {
  verdict: 'worse',
  summary: 'This canary adds 1 critical.',
  added: { critical: 1, high: 0, medium: 0, low: 0, unknown: 0 },
  fixed: 0,
  unknown: [],
  stamp: 'c1',
};

export const CANARY: CanaryFindings = {
  stableHash: 'aaa',
  canaryHash: 'bbb',
  diff: {
    verdict: 'worse',
    summary: 'This canary adds 1 critical.',
    added: [
      {
        key: 'new',
        container: 'app',
        finding: finding({ id: 'CVE-2026-1', severity: 'critical' }),
        canaryVersion: '6.5.2',
      },
    ],
    fixed: [],
    unchanged: [
      {
        key: 'old',
        container: 'app',
        finding: finding(),
        stableVersion: '6.5.1',
        canaryVersion: '6.5.2',
      },
    ],
    addedInBase: 0,
    unknown: [],
  },
};

const none = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };

export const FLEET: FleetFindings = {
  rows: [
    {
      key: 'gke legacy/cron',
      workload: { namespace: 'legacy', name: 'cron' },
      cluster: 'gke',
      counts: none,
      fixable: 0,
      images: 1,
      notScanned: 1,
    },
    {
      key: 'gke component:default/orders',
      entityRef: 'component:default/orders',
      ownerRef: 'group:default/team-orders',
      cluster: 'gke',
      counts: { ...none, critical: 2, low: 1 },
      fixable: 3,
      images: 3,
      notScanned: 1,
      scannedAt: '2026-11-28T10:00:00.000Z',
    },
  ],
  sources: [],
  at: '2026-11-28T12:00:00.000Z',
};

export const HITS: SearchAnswer = {
  hits: [
    {
      key: 'findings/1',
      entityRef: 'component:default/orders',
      ownerRef: 'group:default/team-orders',
      cluster: 'gke',
      namespace: 'shop',
      workload: 'orders',
      container: 'app',
      pkg: 'qs',
      type: 'npm',
      installed: '6.5.2',
      fixed: '6.5.3',
      seenIn: 'findings',
      vulnerability: 'CVE-2026-1',
      severity: 'critical',
      since: '2026-11-28T10:00:00.000Z',
    },
  ],
  truncated: false,
  images: 3,
  notScanned: 1,
  withPackages: 1,
  sources: [],
  at: '2026-11-28T12:00:00.000Z',
};
