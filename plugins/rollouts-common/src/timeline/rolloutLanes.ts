import { ActivityEntry } from '@slipway/plugin-activity-common';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  TimelineItem,
  TimelineLane,
  TimelineMark,
  TimelineTone,
} from '@slipway/plugin-timeline-common';
import { AnalysisRunView, RolloutSummary } from '../types';
import { readReleaseFacts, releaseFacts } from './releaseFacts';
import { ReleaseState, versionBands } from './versionBands';

/** One rollout with what the activity record says of it. */
export interface RolloutHistory {
  ref: ObjectRef;
  entityRef: string;
  /** Entries of it in any order; those before the range too, as far as they say what served at its start. */
  entries: readonly ActivityEntry[];
  /** As it is now; absent when it is gone or its cluster has not answered. */
  summary?: RolloutSummary;
  /** The runs that the cluster still has. */
  analysisRuns?: readonly AnalysisRunView[];
  /** Older entries were not read: what is before the oldest is not known. */
  cut?: boolean;
}

const PHASES = ['phase-changed', 'aborted', 'degraded'];
const MARKED: Record<string, [title: string, tone: TimelineTone]> = {
  aborted: ['Aborted', 'degraded'],
  degraded: ['Degraded', 'degraded'],
  waiting: ['Waiting for a user', 'waiting'],
};
const VERDICT_TONES: Record<string, TimelineTone> = {
  Successful: 'healthy',
  Failed: 'degraded',
  Error: 'degraded',
  Inconclusive: 'waiting',
  Pending: 'progressing',
  Running: 'progressing',
};
const NOT_BEFORE = 'The portal has recorded no release of this rollout before.';
const NOT_READ =
  'There are too many entries in this range to read the older ones.';

const placeOf = ({ cluster, namespace, name }: ObjectRef) =>
  `${cluster}/${namespace} ${name}`;
const pathOf = ({ cluster, namespace, name }: ObjectRef) =>
  `/rollouts/${[cluster, namespace, name].map(encodeURIComponent).join('/')}`;
const msOf = (iso: string | undefined) => {
  const at = iso === undefined ? NaN : Date.parse(iso);
  return Number.isNaN(at) ? undefined : at;
};

function statesOf({ entries, summary }: RolloutHistory): ReleaseState[] {
  const states = entries.flatMap((entry): ReleaseState[] => {
    const facts = readReleaseFacts(entry.after);
    const at = msOf(entry.at);
    if (!facts || at === undefined || !PHASES.includes(entry.type)) return [];
    return [{ at, facts, aborted: entry.type === 'aborted' }];
  });
  const now = summary && readReleaseFacts(releaseFacts(summary));
  const since = msOf(summary?.phaseSince);
  if (summary && now && since !== undefined) {
    states.push({ at: since, facts: now, aborted: summary.aborted });
  }
  return states.sort((a, b) => a.at - b.at);
}

function marksOf({ ref, entries }: RolloutHistory): TimelineMark[] {
  return entries.flatMap((entry): TimelineMark[] => {
    const at = msOf(entry.at);
    if (at === undefined) return [];
    const common = {
      type: 'mark' as const,
      id: entry.id,
      at,
      path: pathOf(ref),
    };
    if (entry.source === 'user') {
      const detail = `by ${entry.actor ?? 'an unknown user'}, ${entry.outcome}`;
      const tone = entry.outcome === 'succeeded' ? 'progressing' : 'waiting';
      return [{ ...common, title: entry.summary, detail, tone }];
    }
    const [title, tone] = MARKED[entry.type] ?? [];
    return title && tone
      ? [{ ...common, title, detail: entry.summary, tone }]
      : [];
  });
}

/** What was released of one rollout: its version bands, what users did, aborts and waits. */
export function releaseLane(history: RolloutHistory): TimelineLane {
  const { ref, entityRef, entries, summary, cut } = history;
  const states = statesOf(history);
  const newest = Math.max(...entries.flatMap(({ at }) => msOf(at) ?? []));
  const gone = summary || !Number.isFinite(newest) ? undefined : newest;
  const items: TimelineItem[] = [
    ...versionBands(states, gone).map(span => ({ ...span, path: pathOf(ref) })),
    ...marksOf(history),
  ];
  return {
    id: `release ${placeOf(ref)}`,
    kind: 'release',
    place: placeOf(ref),
    entityRef,
    items,
    ...(states.length > 0 ? { knownFrom: states[0].at } : {}),
    knownFromReason: cut ? NOT_READ : NOT_BEFORE,
    ...(states.length === 0
      ? { lacking: [`Which versions ${ref.name} served is not known`] }
      : {}),
  };
}

/** Analysis of the releases of one rollout, from the record and from the runs that the cluster still has. */
export function analysisLane(history: RolloutHistory): TimelineLane {
  const { ref, entityRef, entries, analysisRuns = [] } = history;
  const items = new Map<string, TimelineItem>();
  const add = (
    run: { name: string; phase: string; why?: string },
    startedAt: number | undefined,
    endedAt: number | undefined,
  ) => {
    const words = {
      id: run.name,
      title: `${run.name}: ${run.phase}`,
      ...(run.why ? { detail: run.why } : {}),
      tone: VERDICT_TONES[run.phase] ?? ('unknown' as const),
      path: pathOf(ref),
    };
    if (startedAt !== undefined) {
      items.set(run.name, {
        ...words,
        type: 'span',
        from: startedAt,
        ...(endedAt === undefined ? {} : { to: endedAt }),
      });
    } else if (endedAt !== undefined) {
      items.set(run.name, { ...words, type: 'mark', at: endedAt });
    }
  };
  for (const { after, at } of entries) {
    const { analysisRun: name, phase, startedAt, why } = after ?? {};
    if (typeof name !== 'string' || typeof phase !== 'string') continue;
    const reason = typeof why === 'string' ? why : undefined;
    const started = typeof startedAt === 'string' ? startedAt : undefined;
    add({ name, phase, why: reason }, msOf(started), msOf(at));
  }
  for (const run of analysisRuns) {
    const { name, phase, verdict, message, startedAt, finishedAt } = run;
    const why = verdict ?? message;
    add({ name, phase, why }, msOf(startedAt), msOf(finishedAt));
  }
  return {
    id: `analysis ${placeOf(ref)}`,
    kind: 'analysis',
    place: placeOf(ref),
    entityRef,
    items: [...items.values()],
  };
}
