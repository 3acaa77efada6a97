import { ImageRef, Severity } from '../types';
import { AliasIndex, aliasIndex, findingKey } from './identity';
import { compareSeverity } from './signals';
import { countBySeverity, RatedFinding } from './upgrades';

/** What is known of one container of one version of a service. */
export interface ContainerScan {
  container: string;
  image: ImageRef;
  /** ISO time of the scan; absent with `findings`: it was not scanned. */
  scannedAt?: string;
  /** Absent: it was not scanned, which is not the same as clean. */
  findings?: RatedFinding[];
}

/** A finding on one or both sides. */
export interface DiffEntry {
  key: string;
  container: string;
  finding: RatedFinding;
  /** Installed on the stable side; absent for what is new. */
  stableVersion?: string;
  /** Installed on the canary side; absent for what is fixed. */
  canaryVersion?: string;
}

export type DiffVerdict = 'worse' | 'better' | 'same' | 'unknown';

/** What a canary adds to what the stable version has. */
export interface CanaryDiff {
  verdict: DiffVerdict;
  /** The verdict in one sentence. */
  summary: string;
  added: DiffEntry[];
  fixed: DiffEntry[];
  unchanged: DiffEntry[];
  /** How many of `added` are of the base image. */
  addedInBase: number;
  /** What could not be compared, in words. */
  unknown: string[];
  /** Where the sides were scanned so far apart that the vulnerability database may have changed between, in words. */
  caveat?: string;
}

/** Scans further apart than this were made with different databases: Trivy's is built every six hours, and downloaded once a day at most. */
const SAME_DATABASE_MS = 24 * 3600 * 1000;

const worstFirst = (a: DiffEntry, b: DiffEntry) =>
  compareSeverity(a.finding.severity, b.finding.severity) ||
  Number(b.finding.fixed !== undefined) -
    Number(a.finding.fixed !== undefined) ||
  a.finding.id.localeCompare(b.finding.id);

function keyed(scan: ContainerScan, aliases: AliasIndex) {
  const place = {
    repository: scan.image.repository,
    container: scan.container,
  };
  return new Map(
    (scan.findings ?? []).map(each => [findingKey(place, each, aliases), each]),
  );
}

const NAMED: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** `1 critical and 2 high`. */
export function countsInWords(
  findings: ReadonlyArray<{ severity: Severity }>,
): string {
  const counts = countBySeverity(findings);
  const parts = NAMED.flatMap(severity =>
    counts[severity] ? [`${counts[severity]} ${severity}`] : [],
  );
  if (counts.unknown) parts.push(`${counts.unknown} of unknown severity`);
  if (parts.length < 2) return parts[0] ?? 'none';
  return `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

function summaryOf(
  verdict: DiffVerdict,
  added: DiffEntry[],
  fixed: DiffEntry[],
  unknown: string[],
): string {
  const fixes = fixed.length
    ? `; it fixes ${countsInWords(fixed.map(each => each.finding))}`
    : '';
  if (added.length) {
    const rest = unknown.length ? ', and not everything was scanned' : '';
    return `This canary adds ${countsInWords(
      added.map(each => each.finding),
    )}${fixes}${rest}.`;
  }
  if (verdict === 'unknown') {
    return `Unknown: ${unknown.join('; ')}.`;
  }
  if (fixed.length) {
    return `This canary adds no findings${fixes}.`;
  }
  return 'This canary adds no findings.';
}

/**
 * Compares the findings of a canary with those of the stable version, container
 * by container. What was not scanned makes the verdict `unknown`, unless what
 * is known is already worse.
 */
export function compareCanary(
  stable: readonly ContainerScan[],
  canary: readonly ContainerScan[],
): CanaryDiff {
  const aliases = aliasIndex(
    [...stable, ...canary].flatMap(({ findings = [] }) => findings),
  );
  const added: DiffEntry[] = [];
  const fixed: DiffEntry[] = [];
  const unchanged: DiffEntry[] = [];
  const unknown: string[] = [];
  let apart = 0;

  for (const scan of canary) {
    const { container } = scan;
    const before = stable.find(each => each.container === container);
    if (!scan.findings) {
      unknown.push(`the canary's container ${container} was not scanned`);
      continue;
    }
    if (before && !before.findings) {
      unknown.push(`the stable container ${container} was not scanned`);
      continue;
    }
    if (before?.scannedAt && scan.scannedAt) {
      const ms = Date.parse(scan.scannedAt) - Date.parse(before.scannedAt);
      apart = Math.max(apart, Math.abs(ms));
    }
    const old = before
      ? keyed({ ...before, image: scan.image }, aliases)
      : new Map<string, RatedFinding>();
    const now = keyed(scan, aliases);
    for (const [key, finding] of now) {
      const was = old.get(key);
      (was ? unchanged : added).push({
        key,
        container,
        finding,
        canaryVersion: finding.installed,
        ...(was ? { stableVersion: was.installed } : {}),
      });
    }
    for (const [key, finding] of old) {
      if (!now.has(key)) {
        fixed.push({
          key,
          container,
          finding,
          stableVersion: finding.installed,
        });
      }
    }
  }
  for (const { container, findings } of stable) {
    if (canary.some(each => each.container === container)) continue;
    // The canary has no such container any more.
    for (const finding of findings ?? []) {
      fixed.push({
        key: `${container}|${finding.id}|${finding.pkg}`,
        container,
        finding,
        stableVersion: finding.installed,
      });
    }
  }
  if (canary.length === 0) unknown.push('nothing of the canary runs');

  const verdict = verdictOf(added, fixed, unknown);
  for (const list of [added, fixed, unchanged]) list.sort(worstFirst);
  return {
    verdict,
    summary: summaryOf(verdict, added, fixed, unknown),
    added,
    fixed,
    unchanged,
    addedInBase: added.filter(({ finding }) => finding.layer === 'base').length,
    unknown,
    ...(apart > SAME_DATABASE_MS
      ? {
          caveat: `The two were scanned ${Math.round(
            apart / SAME_DATABASE_MS,
          )} days apart: what became known between may look new.`,
        }
      : {}),
  };
}

function verdictOf(
  added: DiffEntry[],
  fixed: DiffEntry[],
  unknown: string[],
): DiffVerdict {
  if (added.length) return 'worse';
  if (unknown.length) return 'unknown';
  return fixed.length ? 'better' : 'same';
}
