import {
  AnalysisRunView,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { NewPlatformActivity } from '@slipway/plugin-activity-common';

/** Something that happened to a rollout, as its objects tell it. */
export interface Transition {
  /** Unique over replicas and restarts: made only of what the objects say. */
  activity: NewPlatformActivity;
  /** Set when the owner should be told. */
  notice?: {
    title: string;
    description: string;
    severity: 'critical' | 'high' | 'normal';
    topic: string;
    /** Same scope: the notification is updated, not repeated. */
    scope: string;
  };
}

const PHASE_SEVERITY: Record<
  RolloutSummary['phase'],
  NewPlatformActivity['severity']
> = {
  Healthy: 'info',
  Progressing: 'info',
  Paused: 'notice',
  Degraded: 'error',
  Unknown: 'warning',
};

const VERDICT_SEVERITY: Partial<
  Record<AnalysisRunView['phase'], NewPlatformActivity['severity']>
> = {
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
  return minutes % 60 === 0
    ? `${minutes / 60} h`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * Everything that the present objects say has happened to one rollout, each
 * with a key of its own. Pure: the same objects give the same transitions in
 * every replica and after a restart, so what happened while the portal was down
 * is found as long as the objects still tell it (`status.abortedAt`, the start
 * of a pause, the end of an analysis run).
 *
 * @param now ms since the epoch; a wait is a transition once it is longer than `waitingAfterMs`
 */
export function transitionsOf(
  summary: RolloutSummary,
  runs: AnalysisRunView[],
  options: { now: number; waitingAfterMs: number },
): Transition[] {
  const { ref, uid } = summary;
  const target = {
    ...ref,
    kind: 'Rollout',
    uid,
    ...(summary.entity.state === 'bound'
      ? { entityRef: summary.entity.entityRef }
      : {}),
  };
  const where = `${ref.cluster}/${ref.namespace}`;
  const scope = `rollouts/${ref.cluster}/${uid}`;
  const event = (
    type: string,
    key: string,
    at: string,
    severity: NewPlatformActivity['severity'],
    text: string,
    after?: NewPlatformActivity['after'],
  ): NewPlatformActivity => ({
    plugin: 'rollouts',
    type,
    key: `${ref.cluster}/${uid}/${key}`,
    at,
    target,
    summary: text,
    severity,
    ...(after ? { after } : {}),
  });
  const found: Transition[] = [];
  const because = summary.message ? `: ${summary.message}` : '';

  if (summary.aborted && summary.abortedAt) {
    found.push({
      activity: event(
        'aborted',
        `aborted/${summary.abortedAt}`,
        summary.abortedAt,
        'error',
        `${ref.name} was aborted${because}`,
      ),
      notice: {
        title: `${ref.name} was aborted in ${where}`,
        description: summary.message,
        severity: 'high',
        topic: 'rollout-aborted',
        scope,
      },
    });
  } else if (summary.phase === 'Degraded' && summary.phaseSince) {
    found.push({
      activity: event(
        'degraded',
        `degraded/${summary.phaseSince}`,
        summary.phaseSince,
        'error',
        `${ref.name} is degraded${because}`,
      ),
      notice: {
        title: `${ref.name} is degraded in ${where}`,
        description: summary.message,
        severity: 'critical',
        topic: 'rollout-degraded',
        scope,
      },
    });
  } else if (summary.phase !== 'Unknown' && summary.phaseSince) {
    found.push({
      activity: event(
        'phase-changed',
        `phase/${summary.phase}/${summary.phaseSince}`,
        summary.phaseSince,
        PHASE_SEVERITY[summary.phase],
        `${ref.name} is ${summary.phase}${because}`,
        { phase: summary.phase },
      ),
    });
  }

  for (const run of runs) {
    const severity = VERDICT_SEVERITY[run.phase];
    if (!severity || !run.finishedAt) continue;
    const verdict = run.verdict ?? run.message;
    found.push({
      activity: event(
        `analysis-${run.phase.toLocaleLowerCase('en-US')}`,
        `analysis/${run.uid}/${run.phase}`,
        run.finishedAt,
        severity,
        `Analysis ${run.name} of ${
          ref.name
        } ended ${run.phase.toLocaleLowerCase('en-US')}${
          verdict ? `: ${verdict}` : ''
        }`,
        { analysisRun: run.name, phase: run.phase },
      ),
    });
  }

  for (const pause of summary.aborted ? [] : summary.pauses) {
    if (pause.endsAt || !pause.startedAt) continue;
    const startedAt = Date.parse(pause.startedAt);
    const dueAt = startedAt + options.waitingAfterMs;
    if (!Number.isFinite(startedAt) || options.now < dueAt) continue;
    const text = `${ref.name} has waited for a person for more than ${inWords(
      options.waitingAfterMs,
    )} (${pause.reason})`;
    found.push({
      activity: event(
        'waiting',
        `waiting/${pause.startedAt}`,
        new Date(dueAt).toISOString(),
        'warning',
        text,
        { reason: pause.reason, since: pause.startedAt },
      ),
      notice: {
        title: `${ref.name} waits for a person in ${where}`,
        description: `${pause.reason} since ${pause.startedAt}.`,
        severity: 'normal',
        topic: 'rollout-waiting',
        scope,
      },
    });
  }
  return found;
}
