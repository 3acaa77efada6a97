import { readCompliance, readSbom } from './documents';
import { readReportBody, readReportHead } from './operatorReport';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const METADATA = {
  name: 'replicaset-order-service-5d4f8c7b9-order-service',
  namespace: 'ecommerce',
  creationTimestamp: '2026-11-28T10:00:00Z',
  labels: {
    'trivy-operator.resource.kind': 'ReplicaSet',
    'trivy-operator.resource.namespace': 'ecommerce',
    'trivy-operator.resource.name': 'order-service-5d4f8c7b9',
    'trivy-operator.container.name': 'order-service',
    'resource-spec-hash': '6b8c',
  },
  ownerReferences: [
    { kind: 'ReplicaSet', name: 'order-service-5d4f8c7b9', uid: 'u1' },
  ],
};
const REPORT = {
  updateTimestamp: '2026-11-28T10:00:05Z',
  artifact: { repository: 'shop/order-service', tag: '1.9.0', digest: DIGEST },
  registry: { server: 'index.docker.io' },
  os: { family: 'debian', name: '12.5', eosl: true },
  scanner: { name: 'Trivy', version: '0.74.0' },
  summary: { criticalCount: 1, highCount: 0 },
  vulnerabilities: [],
};
const head = (metadata: object, report: object = REPORT) =>
  readReportHead('VulnerabilityReport', { metadata, report });

describe('the head of a report', () => {
  it('says what was scanned, and whose it is', () => {
    expect(head(METADATA)).toEqual({
      kind: 'VulnerabilityReport',
      subject: {
        kind: 'ReplicaSet',
        namespace: 'ecommerce',
        name: 'order-service-5d4f8c7b9',
        container: 'order-service',
        specHash: '6b8c',
      },
      scannedAt: '2026-11-28T10:00:05.000Z',
      image: {
        repository: 'docker.io/shop/order-service',
        tag: '1.9.0',
        digests: [{ kind: 'requested', digest: DIGEST }],
      },
      os: { family: 'debian', name: '12.5', endOfLife: true },
      // Those that it does not say are not zero.
      counts: { critical: 1, high: 0 },
      scanner: 'Trivy 0.74.0',
    });
  });

  const withoutName = {
    ...METADATA.labels,
    'trivy-operator.resource.name': '',
  };
  it.each<[string, object, string | undefined]>([
    [
      'the annotation, where the name is too long for a label',
      {
        ...METADATA,
        labels: {
          ...withoutName,
          'trivy-operator.resource.name-hash': '7c9f6d',
        },
        annotations: { 'trivy-operator.resource.name': 'a-very-long-name' },
      },
      'a-very-long-name',
    ],
    [
      'the owner reference, where there is neither',
      { ...METADATA, labels: withoutName },
      'order-service-5d4f8c7b9',
    ],
    [
      'nothing else: names of reports are hashed',
      { name: METADATA.name, namespace: 'ecommerce' },
      undefined,
    ],
  ])('takes the name from %s', (_, metadata, name) =>
    expect(head(metadata)?.subject.name).toBe(name),
  );

  it.each<[string, object, object | undefined]>([
    [
      'no digest, as after a scan from the cache',
      { artifact: { repository: 'library/nginx', tag: '1.25' } },
      { repository: 'docker.io/library/nginx', tag: '1.25', digests: [] },
    ],
    [
      'something that is no digest',
      { artifact: { repository: 'nginx', digest: 'sha256:<script>' } },
      { repository: 'docker.io/library/nginx', digests: [] },
    ],
    [
      'a registry of its own',
      {
        artifact: { repository: 'team/app', digest: DIGEST },
        registry: { server: 'registry.example.com:5000' },
      },
      {
        repository: 'registry.example.com:5000/team/app',
        digests: [{ kind: 'requested', digest: DIGEST }],
      },
    ],
    ['no artifact', {}, undefined],
  ])('reads an image with %s', (_, report, image) =>
    expect(head(METADATA, report)?.image).toEqual(image),
  );

  it('has the time of its creation where it says no other', () => {
    expect(head(METADATA, {})?.scannedAt).toBe('2026-11-28T10:00:00.000Z');
    expect(
      head({}, { updateTimestamp: '0001-01-01T00:00:00Z' })?.scannedAt,
    ).toBe(undefined);
  });

  it('is not made of other kinds or of nothing', () => {
    expect(readReportHead('Pod', {})).toBeUndefined();
    expect(readReportHead('ConfigAuditReport', {})).toEqual({
      kind: 'ConfigAuditReport',
      subject: {},
      counts: {},
    });
  });
});

describe('the entries of a report', () => {
  const one = (raw: object) =>
    readReportBody({ report: { vulnerabilities: [raw] } }).vulnerabilities[0];
  const RAW = {
    vulnerabilityID: 'CVE-2021-44228',
    resource: 'org.apache.logging.log4j:log4j-core',
    installedVersion: '2.14.1',
    fixedVersion: '2.3.1, 2.12.2, 2.15.0',
    severity: 'CRITICAL',
    title: 'log4j-core: remote code execution',
    primaryLink: 'https://avd.aquasec.com/nvd/cve-2021-44228',
    packagePURL: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
  };

  it('reads a vulnerability with the fix that is nearest', () => {
    expect(one(RAW)).toEqual({
      id: 'CVE-2021-44228',
      pkg: 'org.apache.logging.log4j:log4j-core',
      purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
      type: 'maven',
      installed: '2.14.1',
      fixed: '2.15.0',
      fixes: ['2.3.1', '2.12.2', '2.15.0'],
      severity: 'critical',
      title: 'log4j-core: remote code execution',
      link: 'https://avd.aquasec.com/nvd/cve-2021-44228',
      layer: 'application',
    });
  });

  it.each<[string, object, object]>([
    ['no fix listed', { fixedVersion: '' }, { fixed: undefined }],
    [
      'the class of the package URL, where it says none',
      { packagePURL: 'pkg:deb/debian/openssl@3.0.11-1' },
      { layer: 'base', type: 'deb' },
    ],
    [
      'no package URL',
      { packagePURL: '' },
      { layer: 'unknown', purl: undefined },
    ],
    [
      'a severity that nobody knows',
      { severity: 'NONE' },
      { severity: 'unknown' },
    ],
    [
      'an address that runs',
      { primaryLink: ['javascript', 'alert(1)'].join(':') },
      { link: undefined },
    ],
    [
      'a script in its title, as text',
      { title: '<img src=x onerror=alert(1)>' },
      { title: '<img src=x onerror=alert(1)>' },
    ],
    [
      'what turns the direction, made visible',
      { title: 'a\u202eb\u0007' },
      { title: 'a[U+202E]b' },
    ],
    [
      'an absurd length, clipped',
      { title: 'x'.repeat(1_000_000) },
      { title: `${'x'.repeat(299)}…` },
    ],
  ])('reads %s', (_, change, expected) => {
    const read = one({ ...RAW, ...change });
    expect({ ...read, ...expected }).toEqual(read);
  });

  it('leaves out and counts what identifies nothing', () => {
    const { vulnerabilities, unreadable } = readReportBody({
      report: { vulnerabilities: [RAW, {}, 'text', null, { resource: 'a' }] },
    });
    expect([vulnerabilities.length, unreadable]).toEqual([1, 4]);
  });

  it('never reads what a secret scanner found', () => {
    const body = readReportBody({
      report: {
        secrets: [
          {
            target: '/app/.env',
            ruleID: 'aws-access-key-id',
            title: 'AWS Access Key ID',
            severity: 'CRITICAL',
            match: 'AKIAPLANTEDSECRET000',
          },
        ],
      },
    });
    expect(body.secrets).toEqual([
      {
        target: '/app/.env',
        ruleId: 'aws-access-key-id',
        title: 'AWS Access Key ID',
        severity: 'critical',
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('PLANTED');
  });

  it('reads checks', () => {
    expect(
      readReportBody({
        report: {
          checks: [
            {
              checkID: 'KSV001',
              title: 'Process can elevate its own privileges',
              severity: 'MEDIUM',
              messages: ['Container should set it to false', 7],
              remediation: 'Set it to false.',
              success: false,
            },
          ],
        },
      }).checks,
    ).toEqual([
      {
        id: 'KSV001',
        title: 'Process can elevate its own privileges',
        severity: 'medium',
        messages: ['Container should set it to false'],
        remediation: 'Set it to false.',
        success: false,
      },
    ]);
  });
});

describe('documents', () => {
  it('reads the packages of a bill of materials', () => {
    expect(
      readSbom({
        report: {
          components: {
            components: [
              { name: 'app', type: 'application' },
              { name: 'qs', version: '6.5.2', purl: 'pkg:npm/qs@6.5.2' },
            ],
          },
        },
      }),
    ).toEqual([
      { name: 'qs', version: '6.5.2', purl: 'pkg:npm/qs@6.5.2', type: 'npm' },
    ]);
  });

  it('does not take an unknown number of failures for none', () => {
    const { controls, failed } = readCompliance({
      status: {
        summary: {},
        summaryReport: {
          controlCheck: [
            { id: '1.0', name: 'A', severity: 'HIGH', totalFail: 2 },
            { id: '1.1', name: 'B', severity: 'LOW' },
          ],
        },
      },
    });
    expect(failed).toBeUndefined();
    expect(controls.map(each => each.failed)).toEqual([2, undefined]);
  });
});
