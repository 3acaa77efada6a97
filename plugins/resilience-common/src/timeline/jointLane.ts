import {
  judgedDetail,
  judgedTone,
  TimelineLane,
} from '@slipway/plugin-timeline-common';
import { isActive } from '../actions/stop';
import { runPagePath } from '../routes';
import { RunDetail, RunState } from '../types';

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
        detail: judgedDetail({
          ...run,
          state: STATE_WORDS[run.state],
          more: run.parts.map(({ title }) => title).join(' and '),
        }),
        tone: judgedTone({
          ...run,
          isActive: isActive(run),
          isTroubled: Boolean(run.problem),
        }),
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
