import { InputError } from '@backstage/errors';
import {
  boolean,
  compact,
  isObject,
  Json,
  list,
  number,
  object,
  string,
  strings,
} from '@slipway/plugin-clusters-common/read';
import {
  ConfigCheck,
  ExposedSecret,
  FINDING_STATUSES,
  ImageDigest,
  ImageOs,
  ImageRef,
  ReportBody,
  Severity,
  Vulnerability,
} from '../types';
import { digestOf, parseImage } from './images';
import { MOST_ENTRIES } from './operatorReport';
import { link, LONGEST, severity, text, time } from './text';
import { toVulnerability } from './vulnerability';

/** A scan of a build. */
export interface CiScan {
  image: ImageRef;
  scannedAt?: string;
  os?: ImageOs;
  scanner?: string;
  body: ReportBody;
}

/** Trivy's numbers of severities. */
const LEVELS: Severity[] = ['unknown', 'low', 'medium', 'high', 'critical'];

/** Of vendors whose severity is not the one that counts. */
function otherSeverities(
  raw: Json,
  chosen: Severity,
): Record<string, Severity> | undefined {
  const vendors = Object.entries(object(raw.VendorSeverity))
    .slice(0, 20)
    .flatMap(([vendor, level]) => {
      const name = text(vendor, 50);
      const given = typeof level === 'number' ? LEVELS[level] : undefined;
      return name && given && given !== chosen ? [[name, given] as const] : [];
    });
  return vendors.length ? Object.fromEntries(vendors) : undefined;
}

function scoreOf(raw: Json): number | undefined {
  const source = string(raw.SeveritySource);
  const cvss = object(raw.CVSS);
  const vendor = object(source ? cvss[source] : undefined);
  return number(vendor.V3Score) ?? number(object(cvss.nvd).V3Score);
}

function vulnerabilityOf(
  raw: Json,
  ofClass?: string,
): Vulnerability | undefined {
  const chosen = severity(raw.Severity);
  const status = string(raw.Status);
  return toVulnerability({
    id: text(raw.VulnerabilityID, LONGEST.id),
    vendorIds: strings(raw.VendorIDs)
      .slice(0, 20)
      .flatMap(each => text(each, LONGEST.id) ?? []),
    pkg: text(raw.PkgName, LONGEST.name),
    installed: text(raw.InstalledVersion, LONGEST.id),
    fixedList: text(raw.FixedVersion, LONGEST.name),
    purl: text(object(raw.PkgIdentifier).PURL, LONGEST.name),
    path: text(raw.PkgPath, LONGEST.name),
    class: ofClass,
    severity: chosen,
    severitySource: text(raw.SeveritySource, 50),
    otherSeverities: otherSeverities(raw, chosen),
    score: scoreOf(raw),
    title: text(raw.Title, LONGEST.title),
    link: link(raw.PrimaryURL),
    status: FINDING_STATUSES.find(each => each === status),
    publishedAt: time(raw.PublishedDate),
  });
}

function checkOf(raw: Json): ConfigCheck | undefined {
  const id = text(raw.AVDID, LONGEST.id) ?? text(raw.ID, LONGEST.id);
  if (!id) return undefined;
  const message = text(raw.Message, LONGEST.message);
  return compact<ConfigCheck>({
    id,
    title: text(raw.Title, LONGEST.title) ?? id,
    severity: severity(raw.Severity),
    category: text(raw.Type, LONGEST.id),
    messages: message ? [message] : [],
    remediation: text(raw.Resolution, LONGEST.message),
    success: raw.Status === 'PASS',
  });
}

/** `Match` and `Code` hold the secret itself and are not read. */
function secretOf(raw: Json, target: string): ExposedSecret | undefined {
  const ruleId = text(raw.RuleID, LONGEST.id);
  return ruleId
    ? {
        ruleId,
        title: text(raw.Title, LONGEST.title) ?? ruleId,
        severity: severity(raw.Severity),
        target,
      }
    : undefined;
}

function imageOf(document: Json): ImageRef {
  const metadata = object(document.Metadata);
  const named =
    text(document.ArtifactName, 500) ??
    text(strings(metadata.RepoTags)[0], 500) ??
    text(strings(metadata.RepoDigests)[0], 500);
  if (!named) throw new InputError('The report does not name its image.');
  const image = parseImage(named);
  const [tagged] = strings(metadata.RepoTags);
  const config = digestOf(string(metadata.ImageID));
  const digests: ImageDigest[] = [
    ...image.digests,
    ...strings(metadata.RepoDigests)
      .slice(0, 20)
      .flatMap(each => parseImage(each).digests),
    ...(config ? [{ kind: 'config' as const, digest: config }] : []),
  ];
  const tag = image.tag ?? (tagged ? parseImage(tagged).tag : undefined);
  return compact<ImageRef>({
    repository: image.repository,
    tag,
    digests: digests.filter(
      ({ digest }, i) =>
        digests.findIndex(each => each.digest === digest) === i,
    ),
  });
}

/**
 * Reads the JSON that `trivy image --format json` writes.
 *
 * @throws InputError when it is none, or of another version of the schema
 */
export function readTrivyJson(document: unknown): CiScan {
  if (!isObject(document) || document.SchemaVersion !== 2) {
    throw new InputError(
      'The body is not a JSON report of Trivy with SchemaVersion 2.',
    );
  }
  const { ArtifactType } = document;
  if (ArtifactType !== undefined && ArtifactType !== 'container_image') {
    throw new InputError('Only reports of container images are taken.');
  }
  const os = object(object(document.Metadata).OS);
  const family = text(os.Family, LONGEST.id);
  const body: ReportBody = {
    vulnerabilities: [],
    checks: [],
    secrets: [],
    unreadable: 0,
  };
  const add = <T>(
    value: unknown,
    into: T[],
    read: (raw: Json) => T | undefined,
  ) => {
    const given = Array.isArray(value) ? value : [];
    const room = Math.max(0, MOST_ENTRIES - into.length);
    const shown = list(given.slice(0, room)).flatMap(each => read(each) ?? []);
    body.unreadable += given.length - shown.length;
    into.push(...shown);
  };
  for (const result of list(document.Results).slice(0, 1000)) {
    const target = text(result.Target, LONGEST.name) ?? 'unknown file';
    const ofClass = string(result.Class);
    add(result.Vulnerabilities, body.vulnerabilities, raw =>
      vulnerabilityOf(raw, ofClass),
    );
    add(result.Misconfigurations, body.checks, checkOf);
    add(result.Secrets, body.secrets, raw => secretOf(raw, target));
  }
  return compact<CiScan>({
    image: imageOf(document),
    scannedAt: time(document.CreatedAt),
    os: family
      ? compact({
          family,
          name: text(os.Name, LONGEST.id),
          endOfLife: boolean(os.EOSL),
        })
      : undefined,
    scanner: text(object(document.Trivy).Version, LONGEST.id),
    body,
  });
}
