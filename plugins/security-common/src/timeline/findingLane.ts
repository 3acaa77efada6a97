import {
  TimelineLane,
  TimelineMark,
  TimelineTone,
} from '@slipway/plugin-timeline-common';

/** Severities that stand on the timeline. */
export const TIMELINE_SEVERITIES = ['critical', 'high'] as const;

/** Where something is found: one container of one workload. */
export interface FoundAt {
  cluster: string;
  namespace: string;
  workload: string;
  container: string;
}

/** A finding with the times between which scans reported it. */
export interface FindingChange extends FoundAt {
  vulnerability: string;
  pkg: string;
  severity: (typeof TIMELINE_SEVERITIES)[number];
  /** ISO times. */
  openedAt: string;
  closedAt?: string;
  /** `gone`: there are no reports any more, so nobody knows whether it is fixed. */
  closedBy?: 'scan' | 'gone';
}

/** What a scan can change, in the order in which it is shown. */
const WHATS = ['first', 'opened', 'closed', 'gone'] as const;
type What = (typeof WHATS)[number];

/** What one scan of one container changed. */
interface Change {
  what: What;
  at: string;
  place: FoundAt;
  findings: FindingChange[];
}

/** Findings that are named in a mark. */
const MOST_NAMED = 5;

/** {@link FoundAt} as one text. */
export const foundAtKey = (place: FoundAt): string =>
  [place.cluster, place.namespace, place.workload, place.container].join('/');

function changesOf(
  findings: readonly FindingChange[],
  firstFound: ReadonlyMap<string, string>,
): Change[] {
  const changes = new Map<string, Change>();
  const add = (what: What, at: string, finding: FindingChange) => {
    const key = `${foundAtKey(finding)} ${what} ${at}`;
    const change = changes.get(key);
    if (change) change.findings.push(finding);
    else changes.set(key, { what, at, place: finding, findings: [finding] });
  };
  for (const finding of findings) {
    const { openedAt, closedAt, closedBy } = finding;
    const isFirst = firstFound.get(foundAtKey(finding)) === openedAt;
    add(isFirst ? 'first' : 'opened', openedAt, finding);
    if (closedAt !== undefined) {
      add(closedBy === 'gone' ? 'gone' : 'closed', closedAt, finding);
    }
  }
  return [...changes.values()].sort(
    (a, b) =>
      a.at.localeCompare(b.at) || WHATS.indexOf(a.what) - WHATS.indexOf(b.what),
  );
}

function toneOf(what: What, criticals: number): TimelineTone {
  if (what === 'closed') return 'healthy';
  if (what === 'opened') return criticals > 0 ? 'degraded' : 'waiting';
  // Whether they are new, or fixed, is not known.
  return 'unknown';
}

function titleOf(what: What, criticals: number, highs: number): string {
  const counts = [
    criticals > 0 ? `${criticals} critical` : '',
    highs > 0 ? `${highs} high` : '',
  ]
    .filter(Boolean)
    .join(', ');
  const findings = `finding${criticals + highs === 1 ? '' : 's'}`;
  switch (what) {
    case 'first':
      return `First known findings: ${counts}`;
    case 'opened':
      return `New ${findings}: ${counts}`;
    case 'closed':
      return `Closed ${findings}: ${counts}`;
    default:
      return `No longer scanned: ${counts}`;
  }
}

const WHY: Partial<Record<What, string>> = {
  first: 'Nothing was known of it before, so whether they are new is unknown.',
  gone: 'It has no reports any more, so whether they are fixed is unknown.',
};

function namesOf(findings: readonly FindingChange[]): string {
  const named = findings
    .slice(0, MOST_NAMED)
    .map(({ vulnerability, pkg }) => `${vulnerability} (${pkg})`);
  const more = findings.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function markOf(
  { what, at, place, findings }: Change,
  path: string,
): TimelineMark {
  const worstFirst = [...findings].sort(
    (a, b) =>
      TIMELINE_SEVERITIES.indexOf(a.severity) -
        TIMELINE_SEVERITIES.indexOf(b.severity) ||
      a.vulnerability.localeCompare(b.vulnerability),
  );
  const criticals = findings.filter(
    ({ severity }) => severity === 'critical',
  ).length;
  const { cluster, namespace, workload, container } = place;
  return {
    type: 'mark',
    id: `${foundAtKey(place)} ${what} ${at}`,
    title: titleOf(what, criticals, findings.length - criticals),
    detail: [
      `${cluster}/${namespace} ${workload}, container ${container}`,
      namesOf(worstFirst),
      WHY[what],
    ]
      .filter(Boolean)
      .join(' · '),
    tone: toneOf(what, criticals),
    path,
    at: Date.parse(at),
  };
}

/**
 * Critical and high findings of one service as marks: what each scan of a
 * container found that was not there before, and what it has no more.
 *
 * @param firstFound - ISO time of the first finding of a container that is kept, by {@link foundAtKey}
 * @param path - page of the findings of the service
 */
export function findingLane(
  entityRef: string,
  findings: readonly FindingChange[],
  firstFound: ReadonlyMap<string, string>,
  path: string,
): TimelineLane {
  return {
    id: `finding ${entityRef}`,
    kind: 'finding',
    entityRef,
    items: changesOf(findings, firstFound).map(change => markOf(change, path)),
  };
}
