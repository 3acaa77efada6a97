import { Attention, AttentionReason, RolloutSummary } from '../types';
import { failureSentence } from './failures';
import { compareInstants } from './instants';
import { decisivePause, MANUALLY_PAUSED, needsUser } from './pauses';
import { abortSentence, ServingSubject } from './servingWords';

/** How long the controller may take to react before it is worth a look, ms. */
const UNOBSERVED_GRACE_MS = 60_000;

const ORDER: readonly AttentionReason[] = [
  'invalid-spec',
  'aborted',
  'degraded',
  'analysis-inconclusive',
  'waiting-for-user',
  'replica-failure',
  'not-observed',
];

/** What {@link attentionOf} reads: a summary without its attention. */
export type AttentionSubject = Pick<
  RolloutSummary,
  'phase' | 'message' | 'phaseSince' | 'abortedAt' | 'pauses' | 'replicaFailure'
> &
  ServingSubject;

/** Since when the controller has not reacted (see `awaitsController`) and what time it is; both from the caller's clock. */
export interface UnobservedSince {
  unobservedSince: string;
  now: string;
}

function attention(
  reason: AttentionReason,
  severity: Attention['severity'],
  summary: string,
  since: string | undefined,
): Attention {
  return { reason, severity, summary, ...(since ? { since } : {}) };
}

function degraded(subject: AttentionSubject): Attention | undefined {
  if (subject.phase !== 'Degraded') return undefined;
  if (subject.message.startsWith('InvalidSpec')) {
    return attention(
      'invalid-spec',
      'error',
      `The spec is invalid, the controller does nothing until it is corrected: ${subject.message}`,
      subject.phaseSince,
    );
  }
  const aborted = abortSentence(subject);
  if (aborted) {
    return attention(
      'aborted',
      'error',
      subject.message ? `${aborted} ${subject.message}` : aborted,
      subject.abortedAt ?? subject.phaseSince,
    );
  }
  const { message, replicaFailure } = subject;
  const why = replicaFailure && failureSentence(replicaFailure);
  return attention(
    'degraded',
    'error',
    [message, why].filter(Boolean).join(' ') ||
      'Degraded, the controller gives no reason.',
    subject.phaseSince,
  );
}

const WAITING: Record<string, string> = {
  [MANUALLY_PAUSED]: 'Paused manually, waiting to be resumed.',
  CanaryPauseStep: 'The canary is waiting for manual promotion.',
  BlueGreenPause: 'The preview is waiting for manual promotion.',
  InconclusiveAnalysisRun:
    'An analysis was inconclusive: waiting for a decision to promote or to abort.',
  InconclusiveExperiment:
    'An experiment was inconclusive: waiting for a decision to skip the step or to abort.',
};

/** The pause that a user has to end, if there is one. */
function waiting(subject: AttentionSubject): Attention | undefined {
  const pause = decisivePause(subject.pauses);
  if (!pause || !needsUser(pause)) return undefined;
  const words =
    pause.unreadableDuration !== undefined
      ? `The pause duration "${pause.unreadableDuration}" cannot be read.`
      : WAITING[pause.reason] ?? `Paused: ${pause.reason}.`;
  const failure =
    subject.replicaFailure && failureSentence(subject.replicaFailure);
  return attention(
    pause.reason.startsWith('Inconclusive')
      ? 'analysis-inconclusive'
      : 'waiting-for-user',
    'warning',
    failure ? `${words} ${failure}` : words,
    pause.startedAt ?? subject.phaseSince,
  );
}

/**
 * Why a rollout needs a user, most urgent reason first; undefined when it
 * does not. An unobserved spec counts only after a minute and only if the
 * caller reports since when.
 *
 * @see utils/rollout/rolloututil.go `GetRolloutPhase`
 */
export function attentionOf(
  subject: AttentionSubject,
  unobserved?: UnobservedSince,
): Attention | undefined {
  const bad = degraded(subject);
  if (bad) return bad;
  const held = waiting(subject);
  if (held) return held;
  if (subject.replicaFailure) {
    return attention(
      'replica-failure',
      'warning',
      failureSentence(subject.replicaFailure),
      subject.replicaFailure.since ?? subject.phaseSince,
    );
  }
  if (
    unobserved &&
    Date.parse(unobserved.now) - Date.parse(unobserved.unobservedSince) >
      UNOBSERVED_GRACE_MS
  ) {
    return attention(
      'not-observed',
      'info',
      'The controller has not reacted to the last change. Is it running? Pausing and resuming wakes it.',
      unobserved.unobservedSince,
    );
  }
  return undefined;
}

const rank = (summary: RolloutSummary) =>
  summary.attention ? ORDER.indexOf(summary.attention.reason) : ORDER.length;

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Order of "needs attention first": by urgency of the reason, then whoever
 * waits longest, then what is being rolled out, then by name, namespace and
 * cluster.
 */
export function compareAttention(a: RolloutSummary, b: RolloutSummary): number {
  return (
    rank(a) - rank(b) ||
    compareInstants(a.attention?.since, b.attention?.since) ||
    Number(b.inProgress) - Number(a.inProgress) ||
    compareText(a.ref.name, b.ref.name) ||
    compareText(a.ref.namespace, b.ref.namespace) ||
    compareText(a.ref.cluster, b.ref.cluster)
  );
}
