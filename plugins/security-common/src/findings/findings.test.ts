import { ImageRef, Vulnerability } from '../types';
import { compareCanary, ContainerScan } from './canaryDiff';
import { aliasIndex, findingKey } from './identity';
import { compareUrgency, readEpss, readKev, Urgency } from './signals';
import {
  readOpenVex,
  readTrivyIgnore,
  suppressedByIgnore,
  suppressedByVex,
  suppressionInWords,
} from './suppression';
import { belowVersion, isAllowedImage } from '../views/fleet';
import { upgradesOf } from './upgrades';

const sha = (digit: string) => `sha256:${digit.repeat(64)}`;
const IMAGE: ImageRef = {
  repository: 'docker.io/shop/app',
  tag: '1',
  digests: [{ kind: 'index', digest: sha('1') }],
};
const PLACE = { repository: IMAGE.repository, container: 'app' };

const finding = (change: Partial<Vulnerability> = {}): Vulnerability => ({
  id: 'CVE-2022-24999',
  pkg: 'qs',
  purl: 'pkg:npm/qs@6.5.2',
  type: 'npm',
  installed: '6.5.2',
  fixed: '6.5.3',
  severity: 'high',
  layer: 'application',
  ...change,
});

describe('findingKey', () => {
  const key = findingKey(PLACE, finding());
  it.each<[string, Partial<Vulnerability>]>([
    ['another version', { installed: '6.5.3', purl: 'pkg:npm/qs@6.5.3' }],
    ['another distribution', { purl: 'pkg:npm/qs@6.5.2?arch=arm64' }],
    ['another score and severity', { score: 9.9, severity: 'low' }],
  ])('is the same with %s', (_, change) =>
    expect(findingKey(PLACE, finding(change))).toBe(key),
  );
  it.each<[string, Partial<Vulnerability>]>([
    ['id', { id: 'CVE-2022-1' }],
    ['package', { purl: 'pkg:npm/qs2@6.5.2' }],
    ['path', { path: 'app/other' }],
  ])('differs by %s', (_, change) =>
    expect(findingKey(PLACE, finding(change))).not.toBe(key),
  );
  it('is the same in an archive whose name has the version', () =>
    expect(
      findingKey(PLACE, finding({ installed: '1.0', path: 'lib/a-1.0.jar' })),
    ).toBe(
      findingKey(PLACE, finding({ installed: '1.1', path: 'lib/a-1.1.jar' })),
    ));
  it('knows GHSA ids of which a build said the CVE', () => {
    const known = finding({ aliases: ['GHSA-hrpp-h998-j3pp'] });
    expect(
      findingKey(
        PLACE,
        finding({ id: 'GHSA-hrpp-h998-j3pp' }),
        aliasIndex([known]),
      ),
    ).toBe(key);
  });
});

describe('urgency', () => {
  it('goes by KEV, fix, EPSS, severity, age', () => {
    const order: Urgency[] = [
      { kev: true, fixable: false, severity: 'low' },
      { fixable: true, epss: 0.9, severity: 'medium' },
      { fixable: true, epss: 0, severity: 'high' },
      { fixable: true, severity: 'critical' },
      { fixable: true, severity: 'high', since: '2026-01-01' },
      { fixable: true, severity: 'high', since: '2026-02-01' },
      { fixable: true, severity: 'unknown' },
      { fixable: false, epss: 0.5, severity: 'critical' },
    ];
    expect([...order].reverse().sort(compareUrgency)).toEqual(order);
  });

  it('reads EPSS and KEV with their dates', () => {
    const epss = readEpss(
      '#model_version:v2025.03.14,score_date:2026-11-28T12:55:00Z\ncve,epss,percentile\nCVE-2022-24999,0.0123,0.8\nCVE-2022-1,abc,0\n',
    );
    expect(epss.date).toBe('2026-11-28T12:55:00.000Z');
    expect([...epss.scores]).toEqual([['CVE-2022-24999', 0.0123]]);
    const kev = readKev(
      '{"dateReleased":"2026-11-27T10:00:00Z","vulnerabilities":[{"cveID":"CVE-2021-44228"}]}',
    );
    expect([kev.date, ...kev.ids]).toEqual([
      '2026-11-27T10:00:00.000Z',
      'CVE-2021-44228',
    ]);
    expect(() => readKev('{}')).toThrow('no list of vulnerabilities');
  });
});

describe('upgradesOf', () => {
  it('has a row for each change that somebody can make', () => {
    const rows = upgradesOf([
      finding({ id: 'CVE-1-0001', severity: 'low' }),
      finding({ id: 'CVE-1-0002', fixed: '6.10.3', severity: 'critical' }),
      finding({ id: 'CVE-1-0003', fixed: undefined }),
      {
        ...finding({ id: 'CVE-1-0004', pkg: 'ip', purl: 'pkg:npm/ip@1.0.0' }),
        kev: true,
      },
    ]);
    expect(
      rows.map(({ pkg, to, fixes }) => [pkg, to, fixes.map(({ id }) => id)]),
    ).toEqual([
      ['ip', '6.5.3', ['CVE-1-0004']],
      ['qs', '6.10.3', ['CVE-1-0002', 'CVE-1-0001']],
      ['qs', undefined, ['CVE-1-0003']],
    ]);
    expect(rows[1].urgency).toEqual({ fixable: true, severity: 'critical' });
  });

  it('says where versions are not comparable', () => {
    const python = { type: 'pypi', purl: 'pkg:pypi/a@1', pkg: 'a' };
    const [row] = upgradesOf([
      finding({ ...python, fixed: '2' }),
      finding({ ...python, id: 'CVE-1-0002', fixed: '3' }),
    ]);
    expect(row).toMatchObject({ to: '2', comparable: false });
  });
});

describe('what a canary adds', () => {
  const scan = (
    findings: Vulnerability[] | undefined,
    change: Partial<ContainerScan> = {},
  ): ContainerScan => ({
    container: 'app',
    image: IMAGE,
    scannedAt: '2026-11-28T10:00:00Z',
    ...(findings ? { findings } : {}),
    ...change,
  });
  const critical = finding({ id: 'CVE-1-0009', severity: 'critical' });
  const base = finding({
    id: 'CVE-1-0010',
    purl: 'pkg:deb/debian/zlib@1',
    layer: 'base',
  });

  it.each<[string, ContainerScan[], ContainerScan[], object]>([
    [
      'worse, whatever it fixes',
      [scan([finding()])],
      [scan([critical, base])],
      {
        verdict: 'worse',
        summary: 'This canary adds 1 critical and 1 high; it fixes 1 high.',
        addedInBase: 1,
      },
    ],
    [
      'better',
      [scan([finding()])],
      [scan([])],
      {
        verdict: 'better',
        summary: 'This canary adds no findings; it fixes 1 high.',
      },
    ],
    [
      'the same, with the pair of versions',
      [scan([finding()])],
      [scan([finding({ installed: '6.5.1', purl: 'pkg:npm/qs@6.5.1' })])],
      {
        verdict: 'same',
        summary: 'This canary adds no findings.',
        unchanged: [
          expect.objectContaining({
            stableVersion: '6.5.2',
            canaryVersion: '6.5.1',
          }),
        ],
      },
    ],
    [
      'unknown, where the canary was not scanned',
      [scan([finding()])],
      [scan(undefined)],
      {
        verdict: 'unknown',
        summary: "Unknown: the canary's container app was not scanned.",
        fixed: [],
      },
    ],
    [
      'unknown, where the stable version was not scanned',
      [scan(undefined)],
      [scan([critical])],
      { verdict: 'unknown', added: [] },
    ],
    ['unknown, where nothing runs', [scan([])], [], { verdict: 'unknown' }],
    [
      'worse by a container that is new',
      [scan([])],
      [scan([]), scan([critical], { container: 'sidecar' })],
      {
        verdict: 'worse',
        added: [expect.objectContaining({ container: 'sidecar' })],
      },
    ],
    [
      'worse, although not everything was scanned',
      [scan([])],
      [scan([critical]), scan(undefined, { container: 'sidecar' })],
      {
        verdict: 'worse',
        summary: 'This canary adds 1 critical, and not everything was scanned.',
      },
    ],
    [
      'better by a container that is gone',
      [scan([]), scan([finding()], { container: 'sidecar' })],
      [scan([])],
      { verdict: 'better' },
    ],
    [
      'marked, where the databases differ',
      [scan([])],
      [scan([critical], { scannedAt: '2026-12-01T10:00:00Z' })],
      {
        verdict: 'worse',
        caveat:
          'The two were scanned 3 days apart: what became known between may look new.',
      },
    ],
    [
      'the same, by another id of the same',
      [scan([finding({ aliases: ['GHSA-1'] })])],
      [scan([finding({ id: 'GHSA-1' })])],
      { verdict: 'same' },
    ],
  ])('is %s', (_, stable, canary, expected) =>
    expect(compareCanary(stable, canary)).toMatchObject(expected),
  );
});

describe('OpenVEX', () => {
  const purl = `pkg:oci/app@${sha('1')}`;
  const statement = (change: object) => ({
    vulnerability: { name: 'CVE-2022-24999' },
    products: [{ '@id': purl, subcomponents: [{ '@id': 'pkg:npm/qs' }] }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
    ...change,
  });
  const suppressed = (...statements: object[]) =>
    suppressedByVex(readOpenVex({ statements }), finding(), IMAGE);

  it.each<[string, object[], string | undefined]>([
    ['of the image and package', [statement({})], 'not_affected'],
    ['fixed', [statement({ status: 'fixed' })], 'fixed'],
    ['affected', [statement({ status: 'affected' })], undefined],
    [
      'the last one, which takes it back',
      [statement({}), statement({ status: 'under_investigation' })],
      undefined,
    ],
    [
      'another image',
      [statement({ products: [{ '@id': `pkg:oci/app@${sha('9')}` }] })],
      undefined,
    ],
    [
      'the repository',
      [
        statement({
          products: [
            {
              '@id': 'pkg:oci/app?repository_url=index.docker.io%2Fshop%2Fapp',
            },
          ],
        }),
      ],
      'not_affected',
    ],
    [
      'another version of the package',
      [statement({ products: [{ '@id': 'pkg:npm/qs@6.5.1' }] })],
      undefined,
    ],
    [
      'an alias',
      [statement({ vulnerability: 'CVE-2022-24999', products: undefined })],
      'not_affected',
    ],
    ['another id', [statement({ vulnerability: 'CVE-2022-1' })], undefined],
  ])('with a statement of %s', (_, statements, status) =>
    expect(suppressed(...statements)?.status).toBe(status),
  );
  it('refuses other documents', () =>
    expect(() => readOpenVex({})).toThrow('no list of statements'));
});

describe('.trivyignore', () => {
  const rules = readTrivyIgnore(
    '# accepted\nCVE-2022-24999 exp:2026-12-01\n\nGHSA-x # why\n',
  );
  it('is read', () =>
    expect(rules).toEqual([
      { id: 'CVE-2022-24999', until: '2026-12-01' },
      { id: 'GHSA-x' },
    ]));
  it.each([
    ['2026-12-01T23:00:00Z', true],
    ['2026-12-02T00:00:00Z', false],
  ])('at %s suppresses: %s', (now, expected) =>
    expect(suppressedByIgnore(rules, finding(), now) !== undefined).toBe(
      expected,
    ),
  );
});

describe('the fleet', () => {
  it.each([
    ['npm', '1.9.0', '1.10.0', 'below'],
    ['npm', '1.10.0', '1.10.0', undefined],
    ['deb', '1.1.1n-0+deb11u4', '1.1.1n-0+deb11u5', 'below'],
    ['maven', '2.17.1', '2.9', undefined],
    [undefined, '1', '2', 'unknown'],
    ['npm', 'one', '2.0.0', 'unknown'],
  ] as const)('%s %s against %s: %s', (type, version, below, expected) => {
    expect(belowVersion({ type, version }, below)).toBe(expected);
  });

  it.each([
    ['ghcr.io/acme/orders', true],
    ['ghcr.io/acmeevil/orders', false],
    ['docker.io/library/nginx', false],
    ['registry.example.com/anything', true],
  ])('%s is from an allowed registry: %s', (repository, expected) => {
    const allowed = ['ghcr.io/acme', 'registry.example.com'];
    expect(isAllowedImage(repository, allowed)).toBe(expected);
  });

  it('says who takes a finding out, and why', () => {
    expect(
      suppressionInWords({
        source: 'vex',
        status: 'not_affected',
        reason: 'not reached',
        until: '2026-12-01',
      }),
    ).toBe('OpenVEX: not affected (not reached) until 2026-12-01');
  });
});
