import assert from 'node:assert/strict';
import { at, isRecord, Json } from '../../lib/json';
import { CONTAINER, idsOf, ScanningScenario } from '../../lib/scanning';
import { imageOf, reportedOf, summaryOf } from '../../lib/trivyReports';
import { until } from '../../lib/until';

/** What must reach neither database nor browser. */
const PLANTED = 'planted-q7Zt9wXr2LmK';

/** As long as a report can be on a real API server, and hostile. */
function hostileReport(): Json {
  const { vulnerabilities } = reportedOf('1.8.2');
  const list = at(vulnerabilities, 'vulnerabilities');
  const [first] = Array.isArray(list) ? list.filter(isRecord) : [];
  const many = Array.from({ length: 1_500 }, (_, index) => ({
    ...first,
    vulnerabilityID: `CVE-2026-${10_000 + index}`,
    title: `<script>alert(${index})</script>\u202egpj.exe ${'x'.repeat(300)}`,
    primaryLink: ['javascript', 'alert(1)'].join(':'),
    packagePURL: `pkg:npm/${'%'.repeat(20)}@1`,
  }));
  return {
    ...vulnerabilities,
    summary: summaryOf(many),
    vulnerabilities: [
      ...many,
      { ...first, vulnerabilityID: '', resource: 'identifies-nothing' },
      {
        ...many[0],
        vulnerabilityID: `CVE-${'9'.repeat(60_000)}`,
        resource: 'r'.repeat(60_000),
        installedVersion: '1'.repeat(60_000),
        fixedVersion: `${'2.'.repeat(30_000)}1`,
      },
    ],
  };
}

export const contentScenarios: ScanningScenario[] = [
  {
    id: 'findings-hostile',
    title:
      'A report as large as it can be, with script and absurd lengths, is contained',
    async run(scanning) {
      const portal = await scanning.portal();
      const set = await scanning.deploy(imageOf('1.8.2'));
      await scanning.report('VulnerabilityReport', set, hostileReport());
      const image = await scanning.untilImage(portal, 'scanned');
      const findings = image.upgrades.flatMap(({ fixes }) => fixes);
      assert.equal(findings.length, 1_501);
      for (const finding of findings) {
        assert.equal(finding.link, undefined);
        assert.ok(finding.id.length <= 100, finding.id);
        assert.ok(finding.pkg.length <= 300);
        assert.ok((finding.title ?? '').length <= 310);
        // It cannot turn the direction of what follows.
        assert.doesNotMatch(finding.title ?? '', /\u202e/);
      }
      const kept = await portal.kept();
      assert.doesNotMatch(kept, /9{200}|r{400}|javascript:/);
      assert.deepEqual(portal.warnings, []);
    },
  },
  {
    id: 'findings-secrets',
    title: 'Of an exposed secret it is kept where it is, and never what it is',
    async run(scanning) {
      const portal = await scanning.portal();
      const set = await scanning.deploy(imageOf('1.9.0'));
      await scanning.scan(set, '1.9.0');
      const { secrets } = reportedOf('1.9.0');
      const found = at(secrets, 'secrets');
      assert.ok(Array.isArray(found) && isRecord(found[0]));
      await scanning.report('ExposedSecretReport', set, {
        ...secrets,
        secrets: [{ ...found[0], match: `AWS_SECRET=${PLANTED}` }],
      });
      const findings = await scanning.untilFindings(
        portal,
        'the secret is known',
        ({ images: [image] }) => image?.secrets.length === 1,
      );
      assert.deepEqual(findings.images[0].secrets, [
        {
          ruleId: 'aws-access-key-id',
          title: 'AWS Access Key ID',
          severity: 'critical',
          target: '/app/.env',
        },
      ]);
      await portal.ingest.idle();
      assert.ok(!JSON.stringify(findings).includes(PLANTED));
      assert.ok(!(await portal.kept()).includes(PLANTED));
    },
  },
  {
    id: 'findings-long-names',
    title:
      'A report whose owner has a name too long for a label is of the owner that its annotation names',
    async run(scanning) {
      const portal = await scanning.portal();
      const set = await scanning.deploy(imageOf('1.8.2'));
      const { vulnerabilities } = reportedOf('1.8.2');
      await scanning.report('VulnerabilityReport', set, vulnerabilities, {
        labels: {
          'trivy-operator.resource.kind': 'ReplicaSet',
          'trivy-operator.resource.name-hash': '7f8c9d6b5',
          'trivy-operator.resource.namespace': scanning.namespace,
          'trivy-operator.container.name': CONTAINER,
        },
        annotations: {
          'trivy-operator.resource.name': at(set, 'metadata', 'name'),
        },
      });
      const image = await scanning.untilImage(portal, 'scanned');
      assert.equal(idsOf(image).length, 5);
    },
  },
  {
    id: 'findings-schema',
    title: 'The API server refuses a report with a severity that there is not',
    async run(scanning) {
      const set = await scanning.deploy(imageOf('1.8.2'));
      const { vulnerabilities } = reportedOf('1.8.2');
      const list = at(vulnerabilities, 'vulnerabilities');
      assert.ok(Array.isArray(list) && isRecord(list[0]));
      const first = list[0];
      await assert.rejects(
        scanning.report('VulnerabilityReport', set, {
          ...vulnerabilities,
          vulnerabilities: [{ ...first, severity: 'AWFUL' }],
        }),
        { status: 422, message: /severity.*AWFUL/ },
      );
      // Without what its schema requires, it is no report either.
      await assert.rejects(
        scanning.report('VulnerabilityReport', set, {
          ...vulnerabilities,
          vulnerabilities: [{ vulnerabilityID: 'CVE-2026-1' }],
        }),
        { status: 422, message: /Required value/ },
      );
    },
  },
  {
    id: 'findings-packages',
    title: 'A bill of materials says who runs a package below a version',
    async run(scanning) {
      const portal = await scanning.portal();
      const set = await scanning.deploy(imageOf('1.8.2'));
      const { vulnerabilities } = reportedOf('1.8.2');
      await scanning.report('SbomReport', set, {
        updateTimestamp: vulnerabilities.updateTimestamp,
        scanner: vulnerabilities.scanner,
        registry: vulnerabilities.registry,
        artifact: vulnerabilities.artifact,
        summary: { componentsCount: 1, dependenciesCount: 0 },
        components: {
          bomFormat: 'CycloneDX',
          specVersion: '1.6',
          version: 1,
          components: [
            {
              type: 'library',
              name: 'left-pad',
              version: '1.2.0',
              purl: 'pkg:npm/left-pad@1.2.0',
            },
          ],
        },
      });
      const search = async (below: string) => {
        const { hits } = await portal.search.search(
          { package: 'left-pad', below },
          async refs => new Set(refs),
        );
        return hits
          .filter(({ namespace }) => namespace === scanning.namespace)
          .map(({ installed, seenIn, order }) => [installed, seenIn, order]);
      };
      await until(
        'the package is found',
        () => search('1.10.0'),
        ([hit]) => hit !== undefined,
      );
      assert.deepEqual(await search('1.10.0'), [
        ['1.2.0', 'packages', 'below'],
      ]);
      assert.deepEqual(await search('1.2.0'), []);
    },
  },
];
