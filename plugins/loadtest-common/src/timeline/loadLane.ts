import {
  judgedDetail,
  judgedTone,
  TimelineLane,
  TimelineSpan,
} from '@slipway/plugin-timeline-common';
import { isActive } from '../actions/stop';
import { runPagePath } from '../routes';
import { RunDetail, RunState } from '../types';

const STATE_WORDS: Record<RunState, string> = {
  starting: 'starting',
  running: 'running',
  stopping: 'stopping',
  finished: 'finished, without a verdict',
  stopped: 'stopped early',
  failed: 'could not be carried out',
};

/** The part of a run that the timeline needs. */
export type TimelineRun = Pick<
  RunDetail,
  | 'id'
  | 'entityRef'
  | 'profile'
  | 'state'
  | 'startedBy'
  | 'createdAt'
  | 'startedAt'
  | 'endedAt'
  | 'loadFrom'
  | 'loadUntil'
  | 'peakUsers'
  | 'verdict'
  | 'stop'
  | 'problem'
>;

/** From when to when a run loaded the service, as far as that is known. */
function timesOf(run: TimelineRun): Pick<TimelineSpan, 'from' | 'to'> & {
  endUnknown?: true;
} {
  const { createdAt, startedAt, loadFrom, loadUntil, endedAt, state } = run;
  const from = Date.parse(loadFrom ?? startedAt ?? createdAt);
  if (loadUntil !== undefined) {
    return { from, to: Math.max(from, Date.parse(loadUntil)) };
  }
  if (isActive({ state })) return { from };
  const to = Math.max(from, Date.parse(endedAt ?? loadFrom ?? createdAt));
  // Nobody has verified that its users are gone.
  return loadFrom === undefined && endedAt !== undefined
    ? { from, to }
    : { from, to, endUnknown: true };
}

/**
 * Load tests of services: each from its first requests to its last, with its
 * most users and its outcome.
 */
export function loadLane(runs: readonly TimelineRun[]): TimelineLane {
  return {
    id: 'load',
    kind: 'load',
    items: runs.map(run => ({
      type: 'span',
      id: run.id,
      title: `${run.profile} test, up to ${run.peakUsers} users`,
      detail: judgedDetail({
        ...run,
        // What could not be carried out to its end has no outcome.
        verdict: run.state === 'failed' ? undefined : run.verdict,
        state: STATE_WORDS[run.state],
      }),
      tone: judgedTone({ ...run, isActive: isActive(run) }),
      path: runPagePath(run.id),
      entityRef: run.entityRef,
      ...timesOf(run),
    })),
  };
}
