import { Environment } from '@slipway/plugin-clusters-common';
import { Severity } from '../types';
import { CanaryDiff, countsInWords, DiffEntry } from './canaryDiff';

/** Actions that give a canary more traffic. */
const FORWARD: ReadonlySet<string> = new Set([
  'promote',
  'promote-full',
  'skip-step',
  'resume',
]);

/** Whether an action on a rollout gives its canary more traffic. */
export const isForward = (action: string) => FORWARD.has(action);

/** To which findings a rule can be limited. */
export const GATE_LIMITS = ['fixable', 'exploited'] as const;
export type GateLimit = (typeof GATE_LIMITS)[number];

/** A rule that stops the promotion of a canary for what it adds. */
export interface GateRule {
  /** As users read it: `no new criticals`. */
  name: string;
  /** Absent: all. */
  environments?: readonly Environment[];
  /** Absent: all. */
  clusters?: readonly string[];
  /** New findings of these severities stop it. */
  severities: readonly Severity[];
  /** Of them only those to which one of these applies; empty: all. */
  only: readonly GateLimit[];
  /** What becomes of a promotion when it is not known what the canary adds. */
  whenUnknown: 'allow' | 'refuse';
}

/** What is known of a canary when somebody wants to promote it. */
export interface GateEvidence {
  /** Absent: nothing differs from the stable version, or it is unknown. */
  diff?: CanaryDiff;
  /** Why it is not known what it adds. */
  unknown?: string;
}

/** A rule that stops a promotion. */
export interface GateStop {
  rule: string;
  /** One or a few sentences. */
  reason: string;
  /** For which findings, worst first; empty where it is stopped for being unknown. */
  findings: DiffEntry[];
}

export interface GateDecision {
  stops: GateStop[];
  /** What rules let pass although it is unknown, one sentence each. */
  notes: string[];
}

/** The rules that hold in a place. */
export const gateRulesFor = (
  rules: readonly GateRule[],
  place: { cluster: string; environment: Environment },
): GateRule[] =>
  rules.filter(
    ({ environments, clusters }) =>
      (environments?.includes(place.environment) ?? true) &&
      (clusters?.includes(place.cluster) ?? true),
  );

const LIMIT_WORDS: Readonly<Record<GateLimit, string>> = {
  fixable: 'with a fix available',
  exploited: 'known to be exploited',
};

/** Whether a finding is within the limits of a rule; undefined where that is not known. */
function isWithin(
  { only }: GateRule,
  { finding }: DiffEntry,
): boolean | undefined {
  if (only.length === 0) return true;
  const each = only.map(limit =>
    limit === 'fixable' ? finding.fixed !== undefined : finding.kev,
  );
  if (each.includes(true)) return true;
  return each.includes(undefined) ? undefined : false;
}

/** Whether a rule is about a new finding; undefined where that is not known. */
function isMeant(rule: GateRule, entry: DiffEntry): boolean | undefined {
  const { severity } = entry.finding;
  if (rule.severities.includes(severity)) return isWithin(rule, entry);
  return severity === 'unknown' && isWithin(rule, entry) !== false
    ? undefined
    : false;
}

function doubtsOf(rule: GateRule, { diff, unknown }: GateEvidence): string[] {
  const doubtful = (diff?.added ?? []).filter(
    entry => isMeant(rule, entry) === undefined,
  );
  const unrated = doubtful.filter(
    ({ finding }) => !rule.severities.includes(finding.severity),
  ).length;
  const unlisted = doubtful.length - unrated;
  return [
    ...(unknown ? [unknown] : []),
    ...(diff?.unknown ?? []),
    ...(unrated ? [`the severity of ${unrated} of the new findings`] : []),
    ...(unlisted
      ? [
          `whether ${unlisted} of the new findings ${
            unlisted === 1 ? 'is' : 'are'
          } known to be exploited`,
        ]
      : []),
  ];
}

/**
 * Whether rules stop the promotion of a canary, for its new findings that
 * count. What is unknown is neither clean nor a reason to stop: the rule says
 * what becomes of it.
 *
 * @param rules - those that hold in the place of the canary
 */
export function judgeGate(
  rules: readonly GateRule[],
  evidence: GateEvidence,
): GateDecision {
  const decision: GateDecision = { stops: [], notes: [] };
  for (const rule of rules) {
    const { name, only, whenUnknown } = rule;
    const findings = (evidence.diff?.added ?? []).filter(entry =>
      isMeant(rule, entry),
    );
    const doubts = doubtsOf(rule, evidence);
    if (findings.length) {
      const limits = only.map(limit => LIMIT_WORDS[limit]).join(' or ');
      decision.stops.push({
        rule: name,
        reason: [
          `The rule "${name}" stops promotion: the canary adds ${countsInWords(
            findings.map(({ finding }) => finding),
          )}${limits && ` ${limits}`}.`,
          ...(doubts.length ? [`Also unknown: ${doubts.join('; ')}.`] : []),
          ...(evidence.diff?.caveat ? [evidence.diff.caveat] : []),
        ].join(' '),
        findings,
      });
    } else if (doubts.length && whenUnknown === 'refuse') {
      decision.stops.push({
        rule: name,
        reason: `The rule "${name}" stops promotion, because it is not known what the canary adds. Unknown: ${doubts.join(
          '; ',
        )}.`,
        findings: [],
      });
    } else if (doubts.length) {
      decision.notes.push(
        `The rule "${name}" does not stop promotion, although it is not known what the canary adds. Unknown: ${doubts.join(
          '; ',
        )}.`,
      );
    }
  }
  return decision;
}

/** A new finding in one line: `CVE-2021-44228 in log4j-core 2.14.1 (critical, fixed in 2.15.0)`. */
export function newFindingInWords({ finding }: DiffEntry): string {
  const { id, pkg, installed, severity, fixed, kev } = finding;
  return `${id} in ${pkg} ${installed} (${[
    severity === 'unknown' ? 'severity unknown' : severity,
    ...(kev ? ['known to be exploited'] : []),
    fixed ? `fixed in ${fixed}` : 'no fix is listed',
  ].join(', ')})`;
}
