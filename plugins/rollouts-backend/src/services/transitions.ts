import { NewPlatformActivity } from '@slipway/plugin-activity-common';
import {
  abortSentence,
  AnalysisRunView,
  decisivePause,
  earliestOf,
  instantOf,
  needsUser,
  releaseFacts,
  RolloutPhase,
  RolloutSummary,
  waitWords,
} from '@slipway/plugin-rollouts-common';

/** What the owner reads. */
export interface Notice {
  title: string;
  description: string;
  severity: 'critical' | 'high' | 'normal';
  topic: string;
  /** Same scope: the notification is updated, not repeated. */
  scope: string;
}

/** Something that happened to a rollout, as its objects tell it. */
export interface Transition {
  /** Its key is unique over replicas and restarts: made only of what the objects say. */
  activity: NewPlatformActivity;
  /** Set when the owner should be notified. */
  notice?: Notice;
}

export interface TransitionOptions {
  /** ms since the epoch. */
  now: number;
  /** A wait for a user becomes a transition once it is longer, ms. */
  waitingAfterMs: number;
}

type Severity = NewPlatformActivity['severity'];
type Happening = Pick<
  NewPlatformActivity,
  'type' | 'key' | 'at' | 'severity' | 'summary' | 'after'
>;

const PHASE_SEVERITY: Partial<Record<RolloutPhase, Severity>> = {
  Healthy: 'info',
  Progressing: 'info',
  Paused: 'notice',
};

const VERDICT_SEVERITY: Partial<Record<AnalysisRunView['phase'], Severity>> = {
  Successful: 'info',
  Failed: 'error',
  Error: 'error',
  Inconclusive: 'warning',
};

/** `1 h 5 min`, `31 min`, `45 s`. */
function inWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = `${Math.floor(minutes / 60)} h`;
  return minutes % 60 === 0 ? hours : `${hours} ${minutes % 60} min`;
}

function happened(summary: RolloutSummary, what: Happening) {
  const { ref, uid, entity } = summary;
  return {
    ...what,
    plugin: 'rollouts',
    key: `${ref.cluster}/${uid}/${what.key}`,
    target: {
      ...ref,
      kind: 'Rollout',
      uid,
      ...(entity.state === 'bound' ? { entityRef: entity.entityRef } : {}),
    },
  };
}

function notice(
  { ref, uid }: RolloutSummary,
  what: { is: string; description: string },
  severity: Notice['severity'],
  topic: string,
): Notice {
  return {
    title: `${ref.name} ${what.is} in ${ref.cluster}/${ref.namespace}`,
    description: what.description,
    severity,
    topic,
    scope: `rollouts/${ref.cluster}/${uid}`,
  };
}

/**
 * What the abort was of: an update; the first deployment, which has nothing to
 * go back to; or nothing that was in progress.
 */
function abortWords({ ref, inProgress, serving }: RolloutSummary) {
  if (inProgress)
    return { title: 'was aborted', said: `${ref.name} was aborted` };
  return serving.firstDeployment && serving.nothing === 'no-ready-pod'
    ? {
        title: 'did not become ready in its first deployment',
        said: `The first deployment of ${ref.name} did not become ready and was aborted`,
      }
    : {
        title: 'was aborted with nothing in progress',
        said: `${ref.name} was aborted with nothing in progress`,
      };
}

/** The activity stays, so it says what happened; the notification says who serves now, too. */
function aborted(summary: RolloutSummary, at: string): Transition {
  const { message } = summary;
  const { title, said } = abortWords(summary);
  return {
    activity: happened(summary, {
      type: 'aborted',
      key: `aborted/${at}`,
      at,
      severity: 'error',
      summary: `${said}${message ? `: ${message}` : ''}`,
      after: releaseFacts(summary),
    }),
    notice: notice(
      summary,
      {
        is: title,
        description: [abortSentence(summary), message]
          .filter(Boolean)
          .join(' '),
      },
      'high',
      'rollout-aborted',
    ),
  };
}

function degraded(summary: RolloutSummary, at: string): Transition {
  const { ref, message } = summary;
  return {
    activity: happened(summary, {
      type: 'degraded',
      key: `degraded/${at}`,
      at,
      severity: 'error',
      summary: `${ref.name} is degraded${message ? `: ${message}` : ''}`,
      after: releaseFacts(summary),
    }),
    notice: notice(
      summary,
      { is: 'is degraded', description: message },
      'critical',
      'rollout-degraded',
    ),
  };
}

function phaseTransitions(summary: RolloutSummary): Transition[] {
  const { ref, phase, message, phaseSince } = summary;
  if (summary.aborted) {
    return summary.abortedAt ? [aborted(summary, summary.abortedAt)] : [];
  }
  // A retry has taken the abort back and the controller has not yet said so.
  if (message.startsWith('RolloutAborted') || !phaseSince) return [];
  if (phase === 'Degraded') return [degraded(summary, phaseSince)];
  const severity = PHASE_SEVERITY[phase];
  if (!severity) return [];
  return [
    {
      activity: happened(summary, {
        type: 'phase-changed',
        key: `phase/${phase}/${phaseSince}`,
        at: phaseSince,
        severity,
        summary: `${ref.name} is ${phase}${message ? `: ${message}` : ''}`,
        after: releaseFacts(summary),
      }),
    },
  ];
}

function verdicts(
  summary: RolloutSummary,
  runs: readonly AnalysisRunView[],
): Transition[] {
  return runs.flatMap(run => {
    const severity = VERDICT_SEVERITY[run.phase];
    if (!severity || !run.finishedAt) return [];
    const word = run.phase.toLocaleLowerCase('en-US');
    const why = run.verdict ?? run.message;
    // A run that says nothing of the release was no success either.
    const ended = run.inconsequential ? 'ended' : `ended ${word}`;
    return [
      {
        activity: happened(summary, {
          type: `analysis-${word}`,
          key: `analysis/${run.uid}/${run.phase}`,
          at: run.finishedAt,
          severity: run.inconsequential ? 'info' : severity,
          summary: `Analysis ${run.name} of ${summary.ref.name} ${ended}${
            why ? `: ${why}` : ''
          }`,
          after: {
            analysisRun: run.name,
            phase: run.phase,
            ...(run.startedAt ? { startedAt: run.startedAt } : {}),
            ...(why ? { why } : {}),
          },
        }),
      },
    ];
  });
}

/**
 * A wait for a user that has grown too long, whichever pause stands first. A
 * manual pause does not say since when it holds while there are others: then
 * it counts from the first of them.
 */
function longWaits(
  summary: RolloutSummary,
  { now, waitingAfterMs }: TransitionOptions,
): Transition[] {
  const pause = decisivePause(summary.pauses);
  if (summary.aborted || !pause || !needsUser(pause)) return [];
  const since =
    pause.startedAt ??
    earliestOf(summary.pauses.map(({ startedAt }) => startedAt));
  const dueAt = (instantOf(since) ?? NaN) + waitingAfterMs;
  if (!since || !(dueAt <= now)) return [];
  const { reason } = pause;
  const words = waitWords(pause).replace(/^: /, 'for a user: ');
  return [
    {
      activity: happened(summary, {
        type: 'waiting',
        key: `waiting/${since}`,
        at: new Date(dueAt).toISOString(),
        severity: 'warning',
        summary: `${summary.ref.name} has been paused for more than ${inWords(
          waitingAfterMs,
        )}, waiting ${words}`,
        after: { reason, since },
      }),
      notice: notice(
        summary,
        {
          is: `is waiting ${words.split(':')[0]}`,
          description: `${reason} since ${since}.`,
        },
        'normal',
        'rollout-waiting',
      ),
    },
  ];
}

/**
 * Everything that the present objects say has happened to one rollout, each
 * with a key of its own. Pure: the same objects give the same transitions in
 * every replica and after a restart, so what happened while the portal was down
 * is found as long as the objects still tell it (`status.abortedAt`, the start
 * of a pause, the end of an analysis run).
 *
 * @see utils/rollout/rolloututil.go `GetRolloutPhase`
 */
export function transitionsOf(
  summary: RolloutSummary,
  runs: readonly AnalysisRunView[],
  options: TransitionOptions,
): Transition[] {
  return [
    ...phaseTransitions(summary),
    ...verdicts(summary, runs),
    ...longWaits(summary, options),
  ];
}
