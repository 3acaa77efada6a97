import {
  boolean,
  compact,
  Json,
  list,
  number,
  object,
  string,
  stringMap,
  strings,
} from '@slipway/plugin-clusters-common/read';
import {
  ConfigCheck,
  ExposedSecret,
  ImageRef,
  REPORT_KINDS,
  ReportBody,
  ReportHead,
  ReportKind,
  ReportSubject,
  SeverityCounts,
  Vulnerability,
} from '../types';
import { digestOf, normalizeRepository } from './images';
import { link, LONGEST, severity, text, time } from './text';
import { toVulnerability } from './vulnerability';

const LABEL = 'trivy-operator.';
/** Most entries that are read of one report. */
export const MOST_ENTRIES = 20_000;

const COUNTS = {
  critical: 'criticalCount',
  high: 'highCount',
  medium: 'mediumCount',
  low: 'lowCount',
  unknown: 'unknownCount',
} as const;

function countsOf(summary: Json): SeverityCounts {
  return compact<SeverityCounts>({
    critical: number(summary[COUNTS.critical]),
    high: number(summary[COUNTS.high]),
    medium: number(summary[COUNTS.medium]),
    low: number(summary[COUNTS.low]),
    unknown: number(summary[COUNTS.unknown]),
  });
}

/**
 * Whom a report is about. Names of reports are hashed when they are long, so
 * only labels count; where the name of the owner is too long for a label it is
 * in the annotation, and else in the owner reference.
 */
function subjectOf(metadata: Json): ReportSubject {
  const labels = stringMap(metadata.labels) ?? {};
  const annotations = stringMap(metadata.annotations) ?? {};
  const [owner] = list(metadata.ownerReferences);
  const read = (key: string) =>
    labels[`${LABEL}${key}`] || annotations[`${LABEL}${key}`] || undefined;
  return compact<ReportSubject>({
    kind: read('resource.kind') ?? string(owner?.kind),
    namespace: read('resource.namespace') ?? string(metadata.namespace),
    name: read('resource.name') ?? string(owner?.name),
    container: read('container.name'),
    specHash: labels['resource-spec-hash'],
  });
}

function imageOf(report: Json): ImageRef | undefined {
  const artifact = object(report.artifact);
  const repository = text(artifact.repository, LONGEST.name);
  if (!repository) return undefined;
  const server = text(object(report.registry).server, LONGEST.name);
  const digest = digestOf(string(artifact.digest));
  return compact<ImageRef>({
    repository: normalizeRepository(
      server ? `${server}/${repository}` : repository,
    ),
    tag: text(artifact.tag, 128),
    // The digest that was asked for: of the index where the image is for several architectures.
    digests: digest ? [{ kind: 'requested', digest }] : [],
  });
}

const isKind = (kind: string | undefined): kind is ReportKind =>
  REPORT_KINDS.some(each => each === kind);

/**
 * The head of a report of Trivy Operator.
 *
 * @param kind - of the watch: objects of a list have none of their own
 * @returns undefined for other kinds
 */
export function readReportHead(
  kind: string | undefined,
  raw: Json,
): ReportHead | undefined {
  if (!isKind(kind)) return undefined;
  const report = object(raw.report);
  const status = object(raw.status);
  const metadata = object(raw.metadata);
  const os = object(report.os);
  const family = text(os.family, LONGEST.id);
  return compact<ReportHead>({
    kind,
    subject: subjectOf(metadata),
    scannedAt:
      time(report.updateTimestamp) ??
      time(status.updateTimestamp) ??
      time(metadata.creationTimestamp),
    image: imageOf(report),
    os: family
      ? compact({
          family,
          name: text(os.name, LONGEST.id),
          endOfLife: boolean(os.eosl),
        })
      : undefined,
    counts: countsOf(object(report.summary)),
    scanner: text(
      [object(report.scanner).name, object(report.scanner).version]
        .filter(Boolean)
        .join(' '),
      LONGEST.id,
    ),
  });
}

function vulnerabilityOf(raw: Json): Vulnerability | undefined {
  return toVulnerability({
    id: text(raw.vulnerabilityID, LONGEST.id),
    vendorIds: [],
    pkg: text(raw.resource, LONGEST.name),
    installed: text(raw.installedVersion, LONGEST.id),
    fixedList: text(raw.fixedVersion, LONGEST.name),
    purl: text(raw.packagePURL, LONGEST.name),
    path: text(raw.packagePath, LONGEST.name),
    class: string(raw.class),
    severity: severity(raw.severity),
    score: number(raw.score),
    title: text(raw.title, LONGEST.title),
    link: link(raw.primaryLink),
    publishedAt: time(raw.publishedDate),
  });
}

function checkOf(raw: Json): ConfigCheck | undefined {
  const id = text(raw.checkID, LONGEST.id);
  if (!id) return undefined;
  return compact<ConfigCheck>({
    id,
    title: text(raw.title, LONGEST.title) ?? id,
    severity: severity(raw.severity),
    category: text(raw.category, LONGEST.id),
    messages: strings(raw.messages)
      .slice(0, 20)
      .flatMap(each => text(each, LONGEST.message) ?? []),
    remediation: text(raw.remediation, LONGEST.message),
    success: boolean(raw.success) ?? false,
  });
}

/** What was found (`match`) is not read: it is a secret. */
function secretOf(raw: Json): ExposedSecret | undefined {
  const ruleId = text(raw.ruleID, LONGEST.id);
  if (!ruleId) return undefined;
  return {
    ruleId,
    title: text(raw.title, LONGEST.title) ?? ruleId,
    severity: severity(raw.severity),
    target: text(raw.target, LONGEST.name) ?? 'unknown file',
  };
}

/** The entries of a report of Trivy Operator, whatever its kind. */
export function readReportBody(raw: Json): ReportBody {
  const report = object(raw.report);
  let unreadable = 0;
  const entries = <T>(value: unknown, read: (raw: Json) => T | undefined) => {
    const given = Array.isArray(value) ? value : [];
    const shown = list(given.slice(0, MOST_ENTRIES)).flatMap(
      each => read(each) ?? [],
    );
    unreadable += given.length - shown.length;
    return shown;
  };
  const vulnerabilities = entries(report.vulnerabilities, vulnerabilityOf);
  const checks = entries(report.checks, checkOf);
  const secrets = entries(report.secrets, secretOf);
  return { vulnerabilities, checks, secrets, unreadable };
}
