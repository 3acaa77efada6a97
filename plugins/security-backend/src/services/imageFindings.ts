import {
  AliasIndex,
  aliasIndex,
  countBySeverity,
  Deadlines,
  dueOf,
  findingKey,
  ImageRef,
  matchImages,
  RatedFinding,
  ReportBody,
  ScanSource,
  SuppressedFinding,
  ImageOs,
  Vulnerability,
} from '@slipway/plugin-security-common';
import { StoredReport, StoredScan } from '../database/FindingsStore';
import { SignalFiles } from '../signals/SignalFiles';
import { RunningContainer } from './Running';
import { ReadSuppressions } from './Suppressions';

/** What is known of one container that runs. */
export interface KnownContainer {
  running: RunningContainer;
  state: 'scanned' | 'expired' | 'not-scanned';
  sources: ScanSource[];
  os?: ImageOs;
  scannedAt?: string;
  /** Of the newest scan; absent when there is none. */
  findings?: Vulnerability[];
  secrets: ReportBody['secrets'];
  aliases: AliasIndex;
}

const newestFirst = (
  a: { scannedAt?: string },
  b: { scannedAt?: string },
): number => (b.scannedAt ?? '').localeCompare(a.scannedAt ?? '');

const withoutUndefined = (source: ScanSource): ScanSource =>
  JSON.parse(JSON.stringify(source));

/**
 * What scanners say of a container: the report of Trivy Operator for it, and
 * scans of builds whose image is the same by digest, or probably by tag. The
 * newest one's findings count; all of them are named.
 */
export function knownContainer(
  running: RunningContainer,
  reports: readonly StoredReport[],
  scans: readonly StoredScan[],
): KnownContainer {
  const own = reports.filter(
    ({ owner, container }) =>
      owner === running.replicaSet && container === running.container,
  );
  const vulnerabilities = own.find(
    ({ kind }) => kind === 'VulnerabilityReport',
  );
  const secrets = own.find(({ kind }) => kind === 'ExposedSecretReport');
  // A report names the image that it is of; another one was scanned before the change.
  const candidates = [
    ...(vulnerabilities
      ? [
          {
            source: {
              by: 'operator' as const,
              scannedAt: vulnerabilities.head.scannedAt,
              scanner: vulnerabilities.head.scanner,
              evidence: vulnerabilities.head.image
                ? matchImages(running.image, vulnerabilities.head.image) ?? {
                    evidence: 'label' as const,
                  }
                : { evidence: 'label' as const },
              ...(vulnerabilities.goneAt ? { expired: true } : {}),
            },
            os: vulnerabilities.head.os,
            body: vulnerabilities.body,
          },
        ]
      : []),
    ...scans.flatMap(({ scan, receivedAt }) => {
      const evidence = matchImages(running.image, scan.image);
      return evidence
        ? [
            {
              source: {
                by: 'build' as const,
                scannedAt: scan.scannedAt ?? receivedAt,
                scanner: scan.scanner && `Trivy ${scan.scanner}`,
                evidence,
              },
              os: scan.os,
              body: scan.body,
            },
          ]
        : [];
    }),
  ].sort((a, b) => newestFirst(a.source, b.source));
  const [newest] = candidates;
  const aliases = aliasIndex(
    candidates.flatMap(({ body }) => body.vulnerabilities),
  );
  return {
    running,
    state: stateOf(candidates.map(({ source }) => source)),
    sources: candidates.map(({ source }) => withoutUndefined(source)),
    ...(newest?.os ? { os: newest.os } : {}),
    ...(newest?.source.scannedAt ? { scannedAt: newest.source.scannedAt } : {}),
    ...(newest ? { findings: newest.body.vulnerabilities } : {}),
    secrets: [
      ...(secrets?.body.secrets ?? []),
      ...(secrets ? [] : newest?.body.secrets ?? []),
    ],
    aliases,
  };
}

function stateOf(sources: ScanSource[]): KnownContainer['state'] {
  if (sources.length === 0) return 'not-scanned';
  return sources.every(({ expired }) => expired) ? 'expired' : 'scanned';
}

/** The findings of a container that count, rated, and those that do not. */
export function ratedFindings(
  container: KnownContainer,
  options: {
    files: SignalFiles;
    suppressions: ReadSuppressions;
    /** Since when each finding is open, by its identity. */
    since: ReadonlyMap<string, string>;
    deadlines: Deadlines;
    /** ISO time. */
    now: string;
  },
): { counted: RatedFinding[]; suppressed: SuppressedFinding[] } {
  const { deadlines, files, now, since, suppressions } = options;
  const { container: name, image, entityRef } = container.running;
  const place = { repository: image.repository, container: name };
  const counted: RatedFinding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const each of container.findings ?? []) {
    const finding = { ...each, id: container.aliases.get(each.id) ?? each.id };
    const openedAt = since.get(findingKey(place, finding, container.aliases));
    const known = {
      ...finding,
      ...files.of(finding),
      ...(openedAt ? { since: openedAt } : {}),
    };
    const due = dueOf(known, deadlines);
    const rated: RatedFinding = {
      ...known,
      ...(due ? { due, overdue: due <= now } : {}),
    };
    const by = suppressions.of(finding, { image, entityRef });
    if (by) suppressed.push({ finding: rated, by });
    else counted.push(rated);
  }
  return { counted, suppressed };
}

/** Which of these scans are of images that do not run. */
export function builtOnly(
  scans: readonly StoredScan[],
  running: readonly ImageRef[],
) {
  return scans
    .filter(
      ({ scan }) => !running.some(image => matchImages(image, scan.image)),
    )
    .map(({ scan, receivedAt }) => ({
      image: scan.image,
      scannedAt: scan.scannedAt ?? receivedAt,
      counts: countBySeverity(scan.body.vulnerabilities),
    }));
}
