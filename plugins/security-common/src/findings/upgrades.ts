import { Severity, Vulnerability } from '../types';
import { compareVersions } from '../versions/compareVersions';
import { packageOf } from './identity';
import { compareSeverity, compareUrgency, Signals, Urgency } from './signals';

/** A finding with what is known of it beside the scan. */
export interface RatedFinding extends Vulnerability, Signals {
  /** ISO time since when it is open here. */
  since?: string;
  /** ISO time until when it must be gone; absent: it has no deadline. */
  due?: string;
  /** Its deadline is over. */
  overdue?: boolean;
}

/** One change that somebody can make: a package, from one version to another. */
export interface Upgrade {
  /** Unique within one image. */
  key: string;
  pkg: string;
  type?: string;
  installed: string;
  /** Version that fixes all of `fixes`. Absent: no fix is listed. */
  to?: string;
  /** False where the versions could not be compared: then `to` is the first listed one. */
  comparable: boolean;
  layer: Vulnerability['layer'];
  /** Most urgent first. */
  fixes: RatedFinding[];
  urgency: Urgency;
}

const urgencyOf = (finding: RatedFinding): Urgency => ({
  kev: finding.kev,
  epss: finding.epss,
  fixable: finding.fixed !== undefined,
  severity: finding.severity,
  since: finding.since,
  due: finding.due,
  overdue: finding.overdue,
});

/** Of a group: the worst of each. */
function groupUrgency(findings: readonly RatedFinding[]): Urgency {
  const epss = findings.flatMap(each => each.epss ?? []);
  const since = findings.flatMap(each => each.since ?? []).sort();
  const due = findings.flatMap(each => each.due ?? []).sort();
  const known = findings.flatMap(each => each.kev ?? []);
  const [severity = 'unknown'] = findings
    .map(each => each.severity)
    .sort(compareSeverity);
  return {
    ...(known.length ? { kev: known.includes(true) } : {}),
    ...(epss.length ? { epss: Math.max(...epss) } : {}),
    fixable: findings.some(each => each.fixed !== undefined),
    severity,
    ...(since.length ? { since: since[0] } : {}),
    ...(due.length ? { due: due[0] } : {}),
    ...(findings.some(each => each.overdue) ? { overdue: true } : {}),
  };
}

function highest(type: string | undefined, versions: string[]) {
  let to = versions[0];
  let comparable = true;
  for (const version of versions) {
    const order = compareVersions(type, version, to);
    if (order === undefined && version !== to) comparable = false;
    else if (order === 1) to = version;
  }
  return { to, comparable };
}

/**
 * The findings of one image as upgrades, most urgent first. Findings of a
 * package without a listed fix are a group of their own.
 */
export function upgradesOf(findings: readonly RatedFinding[]): Upgrade[] {
  const groups = new Map<string, RatedFinding[]>();
  for (const finding of findings) {
    const key = [
      packageOf(finding),
      finding.installed,
      finding.path ?? '',
      finding.fixed === undefined ? 'no fix' : 'fix',
    ].join('|');
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups]
    .map(([key, group]): Upgrade => {
      const [{ pkg, type, installed, layer }] = group;
      const fixes = [...group].sort((a, b) =>
        compareUrgency(urgencyOf(a), urgencyOf(b)),
      );
      const listed = fixes.flatMap(({ fixed }) => fixed ?? []);
      const { to, comparable } = highest(type, listed);
      return {
        key,
        pkg,
        ...(type ? { type } : {}),
        installed,
        ...(to ? { to } : {}),
        comparable,
        layer,
        fixes,
        urgency: groupUrgency(group),
      };
    })
    .sort(
      (a, b) =>
        compareUrgency(a.urgency, b.urgency) ||
        b.fixes.length - a.fixes.length ||
        a.pkg.localeCompare(b.pkg),
    );
}

/** How many of each severity. */
export function countBySeverity(
  findings: ReadonlyArray<{ severity: Severity }>,
): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
