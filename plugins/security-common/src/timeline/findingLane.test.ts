import { FindingChange, findingLane, foundAtKey } from './findingLane';

const ORDERS = 'component:default/orders';
const [FIRST, SECOND, THIRD] = [1, 2, 3].map(
  hour => `2026-11-28T0${hour}:00:00.000Z`,
);
const finding = (
  vulnerability: string,
  changes: Partial<FindingChange> = {},
): FindingChange => ({
  cluster: 'gke',
  namespace: 'shop',
  workload: 'orders',
  container: 'app',
  vulnerability,
  pkg: 'qs',
  severity: 'critical',
  openedAt: SECOND,
  ...changes,
});
const laneOf = (...findings: FindingChange[]) =>
  findingLane(
    ORDERS,
    findings,
    new Map([[foundAtKey(finding('')), FIRST]]),
    '/catalog/default/component/orders/security',
  );

it('a mark has what one scan found, where, and the page of it', () => {
  const lane = laneOf(
    finding('CVE-2', { severity: 'high', pkg: 'log4j' }),
    finding('CVE-1'),
  );
  expect(lane).toEqual({
    id: `finding ${ORDERS}`,
    kind: 'finding',
    entityRef: ORDERS,
    items: [
      {
        type: 'mark',
        id: `gke/shop/orders/app opened ${SECOND}`,
        title: 'New findings: 1 critical, 1 high',
        detail: 'gke/shop orders, container app · CVE-1 (qs), CVE-2 (log4j)',
        tone: 'degraded',
        path: '/catalog/default/component/orders/security',
        at: Date.parse(SECOND),
      },
    ],
  });
});

it.each<[string, FindingChange[], Array<[string, string, string]>]>([
  [
    'only high ones',
    [finding('CVE-1', { severity: 'high' })],
    [['New finding: 1 high', 'waiting', SECOND]],
  ],
  [
    'one that was closed by a scan',
    [finding('CVE-1', { closedAt: THIRD, closedBy: 'scan' })],
    [
      ['New finding: 1 critical', 'degraded', SECOND],
      ['Closed finding: 1 critical', 'healthy', THIRD],
    ],
  ],
  [
    'one whose reports are gone: that is not fixed',
    [finding('CVE-1', { closedAt: THIRD, closedBy: 'gone' })],
    [
      ['New finding: 1 critical', 'degraded', SECOND],
      ['No longer scanned: 1 critical', 'unknown', THIRD],
    ],
  ],
  [
    'the first that are known: whether they are new is not',
    [
      finding('CVE-1', { openedAt: FIRST }),
      finding('CVE-2', { openedAt: FIRST }),
    ],
    [['First known findings: 2 critical', 'unknown', FIRST]],
  ],
  [
    'those of two clusters, apart',
    [finding('CVE-1'), finding('CVE-1', { cluster: 'eks' })],
    [
      ['New finding: 1 critical', 'degraded', SECOND],
      ['New finding: 1 critical', 'degraded', SECOND],
    ],
  ],
  [
    'one that came back',
    [
      finding('CVE-1', { closedAt: SECOND, closedBy: 'scan', openedAt: FIRST }),
      finding('CVE-1', { openedAt: THIRD }),
    ],
    [
      ['First known findings: 1 critical', 'unknown', FIRST],
      ['Closed finding: 1 critical', 'healthy', SECOND],
      ['New finding: 1 critical', 'degraded', THIRD],
    ],
  ],
])('%s', (_, findings, expected) => {
  expect(
    laneOf(...findings).items.map(item => [
      item.title,
      item.tone,
      item.type === 'mark' ? new Date(item.at).toISOString() : '',
    ]),
  ).toEqual(expected);
});

it('names five findings, the worst first, and counts the others', () => {
  const many = Array.from({ length: 9 }, (_, index) =>
    finding(`CVE-${index}`, { severity: index === 8 ? 'critical' : 'high' }),
  );
  const [{ detail }] = laneOf(...many).items;
  expect(detail).toContain('CVE-8 (qs), CVE-0 (qs), ');
  expect(detail).toMatch(/CVE-3 \(qs\), 4 more$/);
});
