import {
  ActivityEntry,
  activityReadPermission,
} from '@slipway/plugin-activity-common';
import { ActivityService, entriesBetween } from '@slipway/plugin-activity-node';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  analysisLane,
  readReleaseFacts,
  releaseLane,
  RolloutHistory,
  rolloutsReadPermission,
} from '@slipway/plugin-rollouts-common';
import { TimelineProvider } from '@slipway/plugin-timeline-node';
import { lackingClusters } from '@slipway/plugin-work-node';
import { RolloutsService } from '../services/RolloutsService';

/** Entries of one service that are read. */
const MOST_ENTRIES = 4_000;
/** Entries before the range that are looked through for what served at its start. */
const LOOK_BACK = 50;

const keyOf = ({ cluster, namespace, name }: ObjectRef) =>
  `${cluster}/${namespace}/${name}`;

interface Options {
  activity: Pick<ActivityService, 'list'>;
  rollouts: Pick<
    RolloutsService,
    'analysisRuns' | 'entriesOf' | 'freshness' | 'requireClusters' | 'subscribe'
  >;
}

/** Releases and analysis on the timeline, from the activity record and the objects that are there. */
export function createTimelineProvider(options: Options): TimelineProvider {
  const { rollouts } = options;
  return {
    plugin: 'rollouts',
    title: 'releases and analysis',
    kinds: ['release', 'analysis'],
    permissions: [rolloutsReadPermission, activityReadPermission],
    async read({ entityRefs, from, to }) {
      await rollouts.requireClusters();
      const histories = await Promise.all(
        entityRefs.map(entityRef => historiesOf(options, entityRef, from, to)),
      );
      const lanes = histories.flat().flatMap(history => {
        const { cluster } = history.ref;
        const lacking = lackingClusters(
          rollouts.freshness().filter(each => each.cluster === cluster),
        );
        return [releaseLane(history), analysisLane(history)].map(lane => ({
          ...lane,
          lacking: [...(lane.lacking ?? []), ...lacking],
        }));
      });
      return { lanes };
    },
    onChange: listener => rollouts.subscribe(() => listener()),
  };
}

async function historiesOf(
  { activity, rollouts }: Options,
  entityRef: string,
  from: number,
  to: number,
): Promise<RolloutHistory[]> {
  const current = new Map(
    rollouts
      .entriesOf(entityRef)
      .map(entry => [keyOf(entry.summary.ref), entry]),
  );
  const refs = new Map<string, ObjectRef>(
    [...current].map(([key, { summary }]) => [key, summary.ref]),
  );
  const [{ entries, complete }, known] = await Promise.all([
    entriesBetween(
      activity,
      {
        plugin: 'rollouts',
        entityRef,
        since: new Date(from).toISOString(),
        until: new Date(to).toISOString(),
      },
      MOST_ENTRIES,
    ),
    Promise.all(
      [...refs].map(
        async ([key, ref]) =>
          [key, await servedBefore(activity, ref, from)] as const,
      ),
    ),
  ]);
  const served = new Map(known);
  for (const { target } of entries) {
    const { cluster, namespace, kind, name } = target;
    const ref = { cluster, namespace, name };
    if (kind === 'Rollout' && !refs.has(keyOf(ref))) refs.set(keyOf(ref), ref);
  }
  return Promise.all(
    [...refs].map(async ([key, ref]): Promise<RolloutHistory> => {
      const entry = current.get(key);
      const before = served.has(key)
        ? served.get(key)
        : await servedBefore(activity, ref, from);
      const own = entries.filter(({ target }) => keyOf(target) === key);
      return {
        ref,
        entityRef,
        entries: complete && before ? [before, ...own] : own,
        ...(entry
          ? {
              summary: entry.summary,
              analysisRuns: rollouts.analysisRuns(entry.key),
            }
          : {}),
        ...(complete ? {} : { cut: true }),
      };
    }),
  );
}

/** The last entry before a time that says what a rollout served. */
async function servedBefore(
  activity: Pick<ActivityService, 'list'>,
  ref: ObjectRef,
  before: number,
): Promise<ActivityEntry | undefined> {
  const { items } = await activity.list({
    ...ref,
    kind: 'Rollout',
    plugin: 'rollouts',
    source: 'platform',
    until: new Date(before - 1).toISOString(),
    limit: LOOK_BACK,
  });
  return items.find(({ after }) => readReleaseFacts(after) !== undefined);
}
