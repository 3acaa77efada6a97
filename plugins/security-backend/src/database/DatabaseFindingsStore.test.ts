import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { CiScan } from '@slipway/plugin-security-common';
import { DatabaseFindingsStore } from './DatabaseFindingsStore';
import { IntervalFacts, StoredReport } from './FindingsStore';
import { reportKey } from './rows';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const [FIRST, SECOND, THIRD] = [1, 2, 3].map(
  hour => `2026-11-28T0${hour}:00:00.000Z`,
);
const PLACE = {
  cluster: 'gke',
  namespace: 'shop',
  workload: 'orders',
  container: 'app',
};
const REF = {
  cluster: 'gke',
  namespace: 'shop',
  kind: 'VulnerabilityReport',
  owner: 'orders-1',
  container: 'app',
} as const;
const report = (change: Partial<StoredReport> = {}): StoredReport => ({
  ...REF,
  workload: 'orders',
  uid: 'u1',
  resourceVersion: '1',
  head: { kind: 'VulnerabilityReport', subject: {}, counts: {} },
  body: { vulnerabilities: [], checks: [], secrets: [], unreadable: 0 },
  ...change,
});
const facts = (change: Partial<IntervalFacts> = {}): IntervalFacts => ({
  repository: 'docker.io/shop/orders',
  vulnerability: 'CVE-2022-24999',
  pkg: 'qs',
  type: 'npm',
  installed: '6.5.2',
  fixed: '6.5.3',
  severity: 'high',
  ...change,
});
const scan = (tag: string): CiScan => ({
  image: { repository: 'docker.io/shop/orders', tag, digests: [] },
  body: { vulnerabilities: [], checks: [], secrets: [], unreadable: 0 },
});

describe.each(databases.eachSupportedId())('findings on %s', id => {
  async function create() {
    const knex = await databases.init(id);
    return DatabaseFindingsStore.create({
      database: mockServices.database({ knex }),
    });
  }

  it('keeps one report about one thing, also after it was made again', async () => {
    const store = await create();
    await store.keepReport(report());
    await store.markGone(REF, 'u1', FIRST);
    expect((await store.reportsAt(PLACE))[0].goneAt).toBe(FIRST);
    await store.keepReport(report({ uid: 'u2', resourceVersion: '7' }));
    // The removal of the earlier one is reported late.
    await store.markGone(REF, 'u1', SECOND);
    const reports = await store.reportsOf('gke', 'shop', ['orders-1']);
    expect(reports).toEqual([report({ uid: 'u2', resourceVersion: '7' })]);
    expect(await store.versions('gke', 'VulnerabilityReport')).toEqual(
      new Map([[reportKey(REF), { ref: REF, version: 'u2/7', gone: false }]]),
    );
    expect(await store.expire(THIRD)).toEqual([]);
  });

  it('forgets a report that stays away', async () => {
    const store = await create();
    await store.keepReport(report());
    await store.markGone(REF, undefined, FIRST);
    expect(await store.expire(FIRST)).toEqual([]);
    expect(await store.expire(SECOND)).toHaveLength(1);
    expect(await store.reportsOf('gke', 'shop', ['orders-1'])).toEqual([]);
  });

  it('keeps findings as intervals', async () => {
    const store = await create();
    const [one, two] = [facts(), facts({ vulnerability: 'CVE-2022-1' })];
    await store.apply(PLACE, new Map([['one', one]]), FIRST, 'scan');
    await store.apply(
      PLACE,
      new Map([
        ['one', facts({ installed: '6.5.1' })],
        ['two', two],
      ]),
      SECOND,
      'scan',
    );
    const open = await store.open(PLACE);
    expect(
      [...open].map(([key, each]) => [key, each.openedAt, each.installed]),
    ).toEqual(
      expect.arrayContaining([
        ['one', FIRST, '6.5.1'],
        ['two', SECOND, '6.5.2'],
      ]),
    );
    await store.apply(PLACE, new Map([['two', two]]), THIRD, 'scan');
    expect([...(await store.open(PLACE)).keys()]).toEqual(['two']);
    // Found again: another interval.
    await store.apply(PLACE, new Map([['one', one]]), THIRD, 'scan');
    expect([...(await store.open(PLACE)).keys()]).toEqual(['one']);
  });

  it('finds who runs what', async () => {
    const store = await create();
    await store.apply(PLACE, new Map([['one', facts()]]), FIRST, 'scan');
    await store.apply(
      { ...PLACE, cluster: 'eks' },
      new Map([['one', facts({ severity: 'low' })]]),
      FIRST,
      'scan',
    );
    const found = async (query: object) =>
      (await store.search({ limit: 10, ...query })).map(each => each.cluster);
    expect(await found({ vulnerabilities: ['CVE-2022-24999'] })).toEqual([
      'eks',
      'gke',
    ]);
    expect(await found({ vulnerabilities: ['CVE-1'], pkg: 'qs' })).toEqual([]);
    expect(await found({ pkg: 'qs', limit: 1 })).toEqual(['eks']);
    expect(await found({ pkg: 'other' })).toEqual([]);
  });

  it.each([
    ['log4j-core', 1],
    ['Log4j-Core', 1],
    ['org.apache.logging.log4j:log4j-core', 1],
    ['pkg:maven/org.apache.logging.log4j/log4j-core', 1],
    ['org.example:log4j-core', 0],
    ['core', 0],
  ])('finds a package with a group by %s: %s', async (pkg, count) => {
    const store = await create();
    const name = 'org.apache.logging.log4j:log4j-core';
    await store.apply(
      PLACE,
      new Map([['one', facts({ pkg: name })]]),
      FIRST,
      'scan',
    );
    const ref = { ...REF, kind: 'SbomReport' } as const;
    await store.keepReport(report(ref));
    await store.keepPackages(ref, [{ name, version: '2.14.1' }]);
    expect(await store.search({ pkg, limit: 10 })).toHaveLength(count);
    expect(await store.packagesNamed(pkg, 10)).toHaveLength(count);
  });

  it('learns from reports and scans which ids are of one vulnerability', async () => {
    const store = await create();
    const finding = (name: string, aliases: string[]) => ({
      ...facts(),
      id: name,
      aliases,
      layer: 'application' as const,
    });
    const body = { checks: [], secrets: [], unreadable: 0 };
    const first = [finding('CVE-1', ['GHSA-a'])];
    await store.keepReport(
      report({ body: { ...body, vulnerabilities: first } }),
    );
    const built = scan('1.0.0');
    const second = [finding('CVE-1', ['GHSA-a', 'GO-1'])];
    await store.keepScan({
      scan: { ...built, body: { ...body, vulnerabilities: second } },
      receivedAt: FIRST,
      token: 'ci',
    });
    for (const each of ['CVE-1', 'GHSA-a', 'GO-1']) {
      expect((await store.sameAs(each)).sort()).toEqual([
        'CVE-1',
        'GHSA-a',
        'GO-1',
      ]);
    }
    expect(await store.sameAs('CVE-2')).toEqual(['CVE-2']);
  });

  it('counts what is open, by container and severity', async () => {
    const store = await create();
    const all = new Map([
      ['one', facts()],
      ['two', facts({ fixed: undefined })],
      ['three', facts({ severity: 'low' })],
    ]);
    await store.apply(PLACE, all, FIRST, 'scan');
    all.delete('three');
    await store.apply(PLACE, all, SECOND, 'scan');
    expect(await store.countOpen()).toEqual([
      { ...PLACE, severity: 'high', open: 2, fixable: 1 },
    ]);
  });

  it('keeps the packages of the latest bill of materials until it is forgotten', async () => {
    const store = await create();
    const ref = { ...REF, kind: 'SbomReport' } as const;
    const head = {
      kind: 'SbomReport',
      subject: { kind: 'ReplicaSet' },
      counts: {},
    } as const;
    await store.keepReport(report({ ...ref, head }));
    await store.keepPackages(ref, [
      { name: 'qs', version: '6.5.2', type: 'npm' },
    ]);
    await store.keepPackages(ref, [
      { name: 'qs', version: '6.5.3', type: 'npm' },
      { name: 'without version' },
    ]);
    expect(await store.packagesNamed('qs', 10)).toEqual([
      {
        ...ref,
        workload: 'orders',
        ownerKind: 'ReplicaSet',
        pkg: 'qs',
        type: 'npm',
        version: '6.5.3',
      },
    ]);
    expect(await store.packagesNamed('without version', 10)).toEqual([]);
    expect(await store.reportsOfKind('SbomReport')).toMatchObject([{ head }]);
    await store.markGone(ref, undefined, FIRST);
    await store.expire(SECOND);
    expect(await store.packagesNamed('qs', 10)).toEqual([]);
  });

  it('has 300 findings of a container in a moment', async () => {
    const store = await create();
    const many = new Map(
      Array.from({ length: 300 }, (_, i) => [
        `${i}`,
        facts({ vulnerability: `CVE-2022-${1000 + i}` }),
      ]),
    );
    await store.apply(PLACE, many, FIRST, 'scan');
    expect((await store.open(PLACE)).size).toBe(300);
    await store.apply(PLACE, new Map(), SECOND, 'gone');
    expect((await store.open(PLACE)).size).toBe(0);
  });

  it('keeps the newest scans of a repository', async () => {
    const store = await create();
    for (let i = 10; i < 35; i++) {
      await store.keepScan({
        scan: scan(`1.${i}`),
        receivedAt: `2026-11-28T00:00:${i}.000Z`,
        token: 'ci',
      });
    }
    const kept = await store.scansOf(['docker.io/shop/orders']);
    expect([kept.length, kept[0].scan.image.tag]).toEqual([20, '1.34']);
    await store.expireScans('2026-11-28T00:00:30.000Z');
    expect(await store.scansOf(['docker.io/shop/orders'])).toHaveLength(5);
  });

  it('has the critical and high findings that changed in a range, the newest change first', async () => {
    const store = await create();
    const current = (...severities: IntervalFacts['severity'][]) =>
      new Map(
        severities.map(severity => [
          severity,
          facts({ vulnerability: severity, severity }),
        ]),
      );
    const other = { ...PLACE, workload: 'cart' };
    await store.apply(PLACE, current('high', 'low'), FIRST, 'scan');
    await store.apply(other, current('critical'), FIRST, 'scan');
    await store.apply(PLACE, current('critical'), SECOND, 'scan');
    const changes = async (from: string, to: string, limit = 10) =>
      (
        await store.changes(
          [PLACE, PLACE],
          { from: Date.parse(from), to: Date.parse(to) },
          limit,
        )
      ).map(({ severity, openedAt, closedAt, closedBy }) => [
        severity,
        openedAt,
        closedAt,
        closedBy,
      ]);
    const critical = ['critical', SECOND, undefined, undefined];
    const high = ['high', FIRST, SECOND, 'scan'];
    const all = await changes(FIRST, THIRD);
    expect(all).toHaveLength(2);
    expect(all).toEqual(expect.arrayContaining([critical, high]));
    expect(await changes(FIRST, FIRST)).toEqual([high]);
    expect(await changes(THIRD, THIRD)).toEqual([]);
    expect(await changes(FIRST, THIRD, 1)).toHaveLength(1);
    expect(await store.firstFound([PLACE])).toEqual(
      new Map([['gke/shop/orders/app', FIRST]]),
    );
    expect(await store.firstFound([])).toEqual(new Map());
  });

  it('counts what was open on a day, and what changed since', async () => {
    const store = await create();
    const at = (day: number) => `2026-11-${day}T10:00:00.000Z`;
    const current = (...names: string[]) =>
      new Map(
        names.map(name => [
          name,
          facts({
            vulnerability: name,
            severity: name.startsWith('c') ? 'critical' : 'high',
          }),
        ]),
      );
    const proxy = { ...PLACE, container: 'proxy' };
    await store.apply(PLACE, current('c1', 'h1'), at(10), 'scan');
    await store.apply(proxy, current('c1'), at(11), 'scan');
    await store.apply(PLACE, current('c1', 'c2'), at(20), 'scan');
    await store.apply(proxy, new Map(), at(21), 'gone');
    await store.apply(
      { ...PLACE, workload: 'cart' },
      current('c9'),
      at(20),
      'scan',
    );
    const { changes, ...others } = await store.trend(
      [PLACE, proxy],
      '2026-11-15',
    );
    expect(others).toEqual({
      before: { critical: 2, high: 1 },
      firstAt: at(10),
    });
    expect(
      [...changes].sort(
        (a, b) =>
          a.day.localeCompare(b.day) || a.severity.localeCompare(b.severity),
      ),
    ).toEqual([
      {
        day: '2026-11-20',
        severity: 'critical',
        opened: 1,
        closed: 0,
        gone: 0,
      },
      { day: '2026-11-20', severity: 'high', opened: 0, closed: 1, gone: 0 },
      {
        day: '2026-11-21',
        severity: 'critical',
        opened: 0,
        closed: 1,
        gone: 1,
      },
    ]);
    expect(await store.trend([], '2026-11-15')).toEqual({
      before: {},
      changes: [],
    });
  });
});
