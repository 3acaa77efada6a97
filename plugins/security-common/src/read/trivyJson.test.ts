import { readTrivyJson } from './trivyJson';

const INDEX = `sha256:${'1'.repeat(64)}`;
const CONFIG = `sha256:${'2'.repeat(64)}`;
const SCAN = {
  SchemaVersion: 2,
  CreatedAt: '2026-11-28T10:00:00Z',
  ArtifactName: 'registry.example.com/shop/order-service:1.9.0',
  ArtifactType: 'container_image',
  Metadata: {
    OS: { Family: 'debian', Name: '12.5' },
    ImageID: CONFIG,
    RepoTags: ['registry.example.com/shop/order-service:1.9.0'],
    RepoDigests: [`registry.example.com/shop/order-service@${INDEX}`],
  },
  Results: [
    {
      Target: 'app/package-lock.json',
      Class: 'lang-pkgs',
      Type: 'npm',
      Vulnerabilities: [
        {
          VulnerabilityID: 'GHSA-hrpp-h998-j3pp',
          VendorIDs: ['CVE-2022-24999'],
          PkgName: 'qs',
          PkgIdentifier: { PURL: 'pkg:npm/qs@6.5.2' },
          InstalledVersion: '6.5.2',
          FixedVersion: '6.10.3, 6.5.3',
          Status: 'fixed',
          Severity: 'HIGH',
          SeveritySource: 'ghsa',
          VendorSeverity: { ghsa: 3, nvd: 4, redhat: 3 },
          CVSS: { ghsa: { V3Score: 7.5 }, nvd: { V3Score: 9.1 } },
          Fingerprint: 'sha256:changes-with-every-build',
        },
      ],
      Secrets: [
        {
          RuleID: 'github-pat',
          Severity: 'CRITICAL',
          Title: 'GitHub token',
          Match: 'ghp_PLANTED',
          Code: { Lines: [{ Content: 'ghp_PLANTED' }] },
        },
      ],
    },
  ],
};

describe('JSON of Trivy', () => {
  it('is read with its digests, by the CVE, with the severities of all vendors', () => {
    const scan = readTrivyJson(SCAN);
    expect(scan.image).toEqual({
      repository: 'registry.example.com/shop/order-service',
      tag: '1.9.0',
      digests: [
        { kind: 'requested', digest: INDEX },
        { kind: 'config', digest: CONFIG },
      ],
    });
    expect(scan.body.vulnerabilities).toEqual([
      {
        id: 'CVE-2022-24999',
        aliases: ['GHSA-hrpp-h998-j3pp'],
        pkg: 'qs',
        purl: 'pkg:npm/qs@6.5.2',
        type: 'npm',
        installed: '6.5.2',
        fixed: '6.5.3',
        fixes: ['6.10.3', '6.5.3'],
        severity: 'high',
        severitySource: 'ghsa',
        otherSeverities: { nvd: 'critical' },
        score: 7.5,
        status: 'fixed',
        layer: 'application',
      },
    ]);
    expect(scan.body.secrets).toHaveLength(1);
    expect(JSON.stringify(scan)).not.toContain('PLANTED');
  });

  it.each<[string, unknown, RegExp]>([
    ['no object', 'text', /SchemaVersion 2/],
    ['another schema', { ...SCAN, SchemaVersion: 3 }, /SchemaVersion 2/],
    [
      'a repository',
      { ...SCAN, ArtifactType: 'repository' },
      /container images/,
    ],
    [
      'no image',
      { ...SCAN, ArtifactName: '', Metadata: {} },
      /does not name its image/,
    ],
  ])('is refused: %s', (_, document, message) =>
    expect(() => readTrivyJson(document)).toThrow(message),
  );

  it('without results has none, and is still a scan', () => {
    const { body } = readTrivyJson({ ...SCAN, Results: undefined });
    expect(body).toEqual({
      vulnerabilities: [],
      checks: [],
      secrets: [],
      unreadable: 0,
    });
  });
});
