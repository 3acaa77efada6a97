import {
  canaryFindingsTopic,
  entityFindingsTopic,
} from '@slipway/plugin-security-common';
import { until } from '@slipway/test-utils';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CANARY,
  CANARY_REPORT,
  ENTITY,
  READ,
  RESOURCE,
  setUp,
  STABLE,
  TOKEN,
  VULNERABILITIES,
} from './__testUtils__/harness';
import {
  sbomReport,
  secretReport,
  vulnerabilityReport,
} from './__testUtils__/objects';

describe('findings of an entity', () => {
  it('are those of stable and canary apart, worst first', async () => {
    const harness = await setUp({ [VULNERABILITIES]: [STABLE, CANARY_REPORT] });
    await harness.scanned(2);
    const { images, sources } = await harness.findings();
    expect(images).toMatchObject([
      {
        container: 'app',
        places: [{ workload: 'orders', role: 'canary', pods: 1 }],
        sources: [{ by: 'operator', evidence: { evidence: 'digest' } }],
        counts: { critical: 1, high: 1 },
        upgrades: [
          { pkg: 'qs', to: '6.5.3', fixes: [{ id: 'CVE-2026-0003' }, {}] },
        ],
      },
      { places: [{ role: 'stable' }], counts: { high: 1, low: 1 } },
    ]);
    expect(images[0].upgrades[0].fixes[0].since).toBe(
      '2026-11-28T10:00:00.000Z',
    );
    expect(sources[0]).toMatchObject({
      name: 'Trivy Operator in gke',
      state: 'live',
    });
    await harness.stop();
  });

  it('are unknown, not none, where nothing is scanned', async () => {
    const harness = await setUp();
    const { images } = await harness.findings();
    expect(images).toHaveLength(2);
    expect(images[0]).toMatchObject({ state: 'not-scanned', upgrades: [] });
    expect(images[0]).not.toHaveProperty('counts');
    await harness.stop();
  });

  it('has a secret by its place only, in answers and in the database', async () => {
    const harness = await setUp({
      [VULNERABILITIES]: [CANARY_REPORT],
      'exposedsecretreports.aquasecurity.github.io': [secretReport('bbb')],
    });
    await until('the secret is found', async () => {
      const { images } = await harness.findings();
      return images.some(({ secrets }: { secrets: [] }) => secrets.length > 0);
    });
    const body = JSON.stringify(await harness.findings());
    expect(body).toContain('/app/.env');
    expect(body).not.toContain('PLANTED');
    await harness.stop();
  });

  it('takes the permission to read them, on the entity', async () => {
    const harness = await setUp({}, { refused: { vera: [READ] } });
    expect((await harness.asNobody().get(ENTITY)).status).toBe(401);
    await harness.as('olga').get(ENTITY);
    expect(harness.asked.at(-1)).toEqual({
      permission: READ,
      resourceRef: 'component:default/orders',
    });
    expect((await harness.as('vera').get(ENTITY)).status).toBe(403);
    expect((await harness.as('vera').get(CANARY)).status).toBe(403);
    await harness.stop();
  });
});

describe('a report that expires', () => {
  it('still counts until it is made again, and its findings are as old as before', async () => {
    const harness = await setUp({ [VULNERABILITIES]: [STABLE] });
    await harness.scanned(1);
    const ref = {
      cluster: 'gke',
      namespace: 'shop',
      name: STABLE.metadata.name,
    };
    harness.clusters.remove('gke', RESOURCE, ref);
    await until('the report has expired', async () => {
      const { images } = await harness.findings();
      return images.some(({ state }: { state: string }) => state === 'expired');
    });
    const again = vulnerabilityReport('aaa', STABLE.report.vulnerabilities, {
      uid: 'vr-again',
      at: '2026-11-29T10:00:00Z',
    });
    harness.clusters.emit('gke', RESOURCE, again);
    await harness.scanned(1);
    const { images } = await harness.findings();
    const stable = images.find(
      ({ state }: { state: string }) => state === 'scanned',
    );
    expect(stable.sources[0].scannedAt).toBe('2026-11-29T10:00:00.000Z');
    expect(stable.upgrades[0].fixes[0].since).toBe('2026-11-28T10:00:00.000Z');
    await harness.stop();
  });
});

describe('what a canary adds', () => {
  it('is an answer and a topic', async () => {
    const harness = await setUp({ [VULNERABILITIES]: [STABLE, CANARY_REPORT] });
    await harness.scanned(2);
    expect((await harness.canary()).diff).toMatchObject({
      verdict: 'worse',
      summary: 'This canary adds 1 critical; it fixes 1 low.',
      added: [{ finding: { id: 'CVE-2026-0003' } }],
      unchanged: [{ finding: { id: 'CVE-2026-0001' } }],
    });
    const topic = await harness.live.open(canaryFindingsTopic, {
      cluster: 'gke',
      namespace: 'shop',
      name: 'orders',
    });
    await topic.waitFor(({ items }) => items.size === 1);
    expect(topic.items.get('summary')).toMatchObject({
      verdict: 'worse',
      added: { critical: 1 },
    });
    topic.close();
    const summary = await harness.live.open(entityFindingsTopic, {
      entityRef: 'component:default/orders',
    });
    await summary.waitFor(({ items }) => items.size === 1);
    expect(summary.items.get('summary')).toMatchObject({
      counts: { critical: 1, high: 2, low: 1 },
      images: 2,
      notScanned: 0,
    });
    summary.close();
    await harness.stop();
  });

  it('is unknown until the canary is scanned', async () => {
    const harness = await setUp({ [VULNERABILITIES]: [STABLE] });
    await harness.scanned(1);
    expect((await harness.canary()).diff.verdict).toBe('unknown');
    await harness.stop();
  });

  it('is not found of a rollout that does not exist', async () => {
    const harness = await setUp();
    const { status } = await harness
      .as('olga')
      .get(CANARY.replace('orders', 'nothing'));
    expect(status).toBe(404);
    await harness.stop();
  });
});

describe('the fleet', () => {
  const FLEET = '/api/security/v1/fleet';
  const bySearch = (query: string) => `/api/security/v1/search?${query}`;
  const REPORTS = { [VULNERABILITIES]: [STABLE, CANARY_REPORT] };

  it('has each service with what counts, what is fixable, and what is unknown', async () => {
    const harness = await setUp(
      { [VULNERABILITIES]: [CANARY_REPORT] },
      { config: { allowedRegistries: ['ghcr.io'] } },
    );
    await harness.scanned(1);
    const { status, body } = await harness.as('vera').get(FLEET);
    expect(status).toBe(200);
    expect(body.rows).toEqual([
      {
        key: 'gke component:default/orders',
        entityRef: 'component:default/orders',
        ownerRef: 'group:default/team-orders',
        cluster: 'gke',
        counts: { critical: 1, high: 1, medium: 0, low: 0, unknown: 0 },
        fixable: 2,
        images: 2,
        notScanned: 1,
        outside: 2,
        scannedAt: '2026-11-28T10:00:00.000Z',
      },
    ]);
    expect(body.outside).toMatchObject([
      {
        image: expect.stringContaining('docker.io/shop/orders'),
        workload: 'orders',
      },
      {},
    ]);
    expect(harness.audited.at(-1)).toMatchObject({ eventId: 'fleet-read' });
    await harness.stop();
  });

  it('leaves out what does not count, and knows what is exploited', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'signals-'));
    const [ignore, kev] = [join(folder, 'ignore'), join(folder, 'kev.json')];
    await writeFile(ignore, 'CVE-2026-0001\n');
    await writeFile(
      kev,
      JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-0003' }] }),
    );
    const harness = await setUp(REPORTS, {
      config: { trivyignore: { file: ignore }, kev: { file: kev } },
    });
    await harness.scanned(2);
    const { rows } = (await harness.as('vera').get(FLEET)).body;
    expect(rows).toMatchObject([
      {
        counts: { critical: 1, high: 0, low: 1 },
        fixable: 1,
        exploited: 1,
      },
    ]);
    // What does not count is still found, and says so.
    const { hits } = (
      await harness.as('vera').get(bySearch('vulnerability=CVE-2026-0001'))
    ).body;
    expect(hits).toMatchObject([{ suppressed: '.trivyignore: ignored' }]);
    await harness.stop();
  });

  it('says who runs a vulnerability, or a package below a version', async () => {
    const harness = await setUp({
      ...REPORTS,
      'sbomreports.aquasecurity.github.io': [
        sbomReport('bbb', [
          ['pkg:npm/qs@6.5.2', 'qs'],
          ['pkg:npm/ms@2.0.0', 'ms'],
        ]),
      ],
    });
    await harness.scanned(2);
    const search = async (query: string) =>
      (await harness.as('vera').get(bySearch(query))).body;
    await until('the packages are known', async () => {
      const { withPackages } = await search('package=ms');
      return withPackages === 1;
    });
    expect(await search('vulnerability=cve-2026-0003')).toMatchObject({
      hits: [
        {
          entityRef: 'component:default/orders',
          ownerRef: 'group:default/team-orders',
          cluster: 'gke',
          workload: 'orders',
          container: 'app',
          installed: '6.5.2',
          fixed: '6.5.3',
          seenIn: 'findings',
        },
      ],
      truncated: false,
      notScanned: 0,
      images: 2,
    });
    const found = async (query: string) =>
      (await search(query)).hits.map(
        (hit: { pkg: string; seenIn: string; order?: string }) =>
          [hit.pkg, hit.seenIn, hit.order].join(' ').trim(),
      );
    expect(await found('package=ms&below=2.0.1')).toEqual([
      'ms packages below',
    ]);
    expect(await found('package=ms&below=2.0.0')).toEqual([]);
    expect(await found('package=ms&below=two')).toEqual([
      'ms packages unknown',
    ]);
    expect(await found('vulnerability=CVE-2026-0002&package=qs')).toEqual([
      'qs findings',
    ]);
    await harness.stop();
  });

  it('has nothing, and counts nothing, of what the reader may not see', async () => {
    const harness = await setUp(REPORTS, { refused: { vera: [READ] } });
    await harness.scanned(2);
    const vera = harness.as('vera');
    expect((await vera.get(FLEET)).body.rows).toEqual([]);
    expect((await vera.get(bySearch('package=qs'))).body).toMatchObject({
      hits: [],
      notScanned: 0,
      images: 0,
    });
    await harness.stop();
  });

  it.each([
    ['nothing to search for', '', 400],
    ['a version without a package', 'vulnerability=CVE-1&below=2', 400],
    ['what is no filter', 'package=qs&limit=5', 400],
  ])('refuses %s', async (_, query, status) => {
    const harness = await setUp();
    expect((await harness.as('olga').get(bySearch(query))).status).toBe(status);
    await harness.stop();
  });

  it('takes the permission to read', async () => {
    const harness = await setUp();
    for (const path of [FLEET, bySearch('package=qs')]) {
      expect((await harness.asNobody().get(path)).status).toBe(401);
      expect((await harness.as('blind').get(path)).status).toBe(403);
    }
    await harness.stop();
  });
});

describe('scans of builds', () => {
  const scan = (name: string, vulnerabilities: object[] = []) => ({
    SchemaVersion: 2,
    ArtifactName: name,
    ArtifactType: 'container_image',
    CreatedAt: '2026-11-28T12:00:00Z',
    Results: [{ Class: 'lang-pkgs', Vulnerabilities: vulnerabilities }],
  });
  const QS = {
    VulnerabilityID: 'CVE-2026-0009',
    PkgName: 'qs',
    InstalledVersion: '6.5.2',
    Severity: 'MEDIUM',
  };

  it('speak of what runs, as probable by the tag, and of what was only built', async () => {
    const harness = await setUp();
    const answer = await harness.send(scan('shop/orders:1.9.0', [QS]));
    expect([answer.status, answer.body]).toEqual([
      202,
      {
        image: 'docker.io/shop/orders:1.9.0',
        counts: { critical: 0, high: 0, medium: 1, low: 0, unknown: 0 },
        unreadable: 0,
      },
    ]);
    await harness.send(scan('shop/orders:2.0.0'));
    const { images, built } = await harness.findings();
    expect(
      images.map(({ state, sources }: { state: string; sources: [] }) => [
        state,
        ...sources,
      ]),
    ).toEqual([
      ['not-scanned'],
      [
        'scanned',
        expect.objectContaining({
          by: 'build',
          evidence: { evidence: 'probable', by: 'tag' },
        }),
      ],
    ]);
    expect(built).toMatchObject([{ image: { tag: '2.0.0' } }]);
    expect(harness.audited).toMatchObject([
      { eventId: 'scan-received', outcome: 'succeeded' },
      { eventId: 'scan-received', outcome: 'succeeded' },
    ]);
    await harness.stop();
  });

  it.each<[string, string, object, number]>([
    ['another token', 'another-token-of-twenty', scan('shop/orders:1'), 401],
    ['an image of somebody else', TOKEN, scan('other/orders:1'), 403],
    ['a prefix of the repository', TOKEN, scan('shopping/orders:1'), 403],
    ['no report of Trivy', TOKEN, { hello: 'world' }, 400],
    [
      'too much',
      TOKEN,
      { ...scan('shop/orders:1'), filler: 'x'.repeat(30_000) },
      413,
    ],
  ])('are refused: %s', async (_, token, body, status) => {
    const harness = await setUp();
    expect((await harness.send(body, token)).status).toBe(status);
    expect((await harness.findings()).built).toEqual([]);
    await harness.stop();
  });
});
