import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, Json } from './json';

/** Releases of which there is a scan. */
export type Release = '1.8.2' | '1.9.0';

/** Repository of the scanned image. */
export const REPOSITORY = 'registry.example.test/shop/orders';
export const imageOf = (release: Release) => `${REPOSITORY}:${release}`;

const records = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];
const record = (value: unknown): Json => (isRecord(value) ? value : {});

/** What Trivy said of a release, as builds send it. */
export function scanOf(release: Release): Json {
  const file = join(__dirname, '../trivy/scans', `${release}.json`);
  return record(JSON.parse(readFileSync(file, 'utf8')));
}

/** The digest with which an image was scanned: of its index. */
export function digestOf(release: Release): string {
  const { RepoDigests } = record(scanOf(release).Metadata);
  const [first] = Array.isArray(RepoDigests) ? RepoDigests : [];
  return String(first).split('@')[1];
}

const LEVELS = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];

/** How many there are of each severity, as summaries have it. */
export const summaryOf = (entries: readonly Json[]): Json => ({
  ...Object.fromEntries(
    LEVELS.map(level => [
      `${level.toLowerCase()}Count`,
      entries.filter(({ severity }) => severity === level).length,
    ]),
  ),
});

/**
 * What Trivy Operator writes of a scan.
 *
 * @see pkg/plugins/trivy/plugin.go of trivy-operator: ParseReportData, parseImageRef
 */
export function reportedOf(release: Release): {
  vulnerabilities: Json;
  secrets: Json;
} {
  const scan = scanOf(release);
  const os = record(record(scan.Metadata).OS);
  const results = records(scan.Results);
  const [server, ...path] = REPOSITORY.split('/');
  const head: Json = {
    // When it was made, by the clock of the operator.
    updateTimestamp: new Date().toISOString().replace(/\.\d+/, ''),
    scanner: { name: 'Trivy', vendor: 'Aqua Security', version: '0.76.0' },
    registry: { server },
    artifact: {
      repository: path.join('/'),
      tag: release,
      digest: digestOf(release),
    },
  };
  const vulnerabilities = results.flatMap(({ Vulnerabilities }) =>
    records(Vulnerabilities).map(each => ({
      vulnerabilityID: each.VulnerabilityID,
      resource: each.PkgName,
      installedVersion: each.InstalledVersion,
      fixedVersion: each.FixedVersion ?? '',
      publishedDate: each.PublishedDate,
      lastModifiedDate: each.PublishedDate,
      severity: each.Severity,
      title: each.Title,
      primaryLink: each.PrimaryURL,
      packagePURL: record(each.PkgIdentifier).PURL,
      links: [],
      target: '',
    })),
  );
  const secrets = results.flatMap(({ Target, Secrets }) =>
    records(Secrets).map(each => ({
      target: Target,
      ruleID: each.RuleID,
      title: each.Title,
      category: each.Category,
      severity: each.Severity,
      match: each.Match,
    })),
  );
  return {
    vulnerabilities: {
      ...head,
      os: { family: os.Family, name: os.Name, eosl: os.EOSL },
      summary: summaryOf(vulnerabilities),
      vulnerabilities,
    },
    secrets: { ...head, summary: summaryOf(secrets), secrets },
  };
}
