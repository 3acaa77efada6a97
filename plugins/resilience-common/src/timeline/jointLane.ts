import { TimelineLane, TimelineTone } from '@slipway/plugin-timeline-common';
import { isActive } from '../actions/stop';
import { runPagePath } from '../routes';
import { RunDetail, RunState, VerdictOutcome } from '../types';

const VERDICT_TONES: Record<VerdictOutcome, TimelineTone> = {
  pass: 'healthy',
  fail: 'degraded',
  inconclusive: 'unknown',
};
const VERDICT_WORDS: Record<VerdictOutcome, string> = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'inconclusive',
};
const STATE_WORDS: Record<RunState, string> = {
  starting: 'starting',
  baseline: 'measuring the baseline',
  injecting: 'injecting',
  recovering: 'watching the recovery',
  stopping: 'stopping',
  finished: 'finished, without a verdict',
  stopped: 'stopped early, without a verdict',
  failed: 'could not be carried out',
};

/** The part of a run that the timeline needs. */
export type TimelineRun = Pick<
  RunDetail,
  | 'id'
  | 'entityRef'
  | 'title'
  | 'state'
  | 'startedBy'
  | 'createdAt'
  | 'endedAt'
  | 'verdict'
  | 'stop'
  | 'problem'
> & { parts: ReadonlyArray<Pick<RunDetail['parts'][number], 'title'>> };

function toneOf({ verdict, problem, ...run }: TimelineRun): TimelineTone {
  if (!isActive(run)) {
    return verdict?.final ? VERDICT_TONES[verdict.outcome] : 'unknown';
  }
  return problem || verdict?.outcome === 'fail' ? 'degraded' : 'progressing';
}

function detailOf(run: TimelineRun): string {
  const { verdict, state, parts, stop, problem, startedBy } = run;
  return [
    verdict?.final
      ? `${VERDICT_WORDS[verdict.outcome]}: ${verdict.reason}`
      : STATE_WORDS[state],
    stop && `stopped: ${stop.reason}`,
    problem,
    parts.map(({ title }) => title).join(' and '),
    `started by ${startedBy}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Joint runs of services: each from its start to its end, with its verdict. */
export function jointLane(runs: readonly TimelineRun[]): TimelineLane {
  return {
    id: 'joint-run',
    kind: 'joint-run',
    items: runs.map(run => {
      const from = Date.parse(run.createdAt);
      const words = {
        id: run.id,
        title: run.title,
        detail: detailOf(run),
        tone: toneOf(run),
        path: runPagePath(run.id),
        entityRef: run.entityRef,
      };
      if (isActive(run)) return { ...words, type: 'span', from };
      return run.endedAt === undefined
        ? { ...words, type: 'span', from, to: from, endUnknown: true }
        : { ...words, type: 'span', from, to: Date.parse(run.endedAt) };
    }),
  };
}
