import { activityReadPermission } from '@slipway/plugin-activity-common';
import { ActivityService, entriesBetween } from '@slipway/plugin-activity-node';
import { faultLane, faultReadPermission } from '@slipway/plugin-chaos-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import { TimelineProvider } from '@slipway/plugin-timeline-node';
import { lackingClusters } from '@slipway/plugin-work-node';
import { FaultsService } from '../services/FaultsService';
import { TargetPodsReader } from '../work/TargetPods';
import { touchedEntities } from '../work/touchedEntities';

/** Faults that started longer than this before a range, ms, are not looked for: their entries are not read. */
const LONGEST_MS = 7 * 86_400_000;
/** Entries that are read: at most three for each fault. */
const MOST_ENTRIES = 6_000;

/** Faults on the timeline: what runs now, and what the activity record still names. */
export function createTimelineProvider(options: {
  activity: Pick<ActivityService, 'list'>;
  clusters: Pick<Clusters, 'listFresh'>;
  faults: FaultsService;
  owners: Pick<Owners, 'bind'>;
}): TimelineProvider {
  const { activity, clusters, faults, owners } = options;
  const targets = new TargetPodsReader(clusters);

  async function known() {
    const objects = faults.objects();
    targets.keep(new Set(objects.map(({ object }) => object.metadata.uid)));
    const rows = await Promise.all(
      objects.map(async ({ cluster, object }) => {
        const row = faults.rowOf(cluster, object);
        if (!row) return [];
        const pods = await targets.of(cluster, object);
        return [{ row, entityRefs: touchedEntities(owners, row, pods) }];
      }),
    );
    return rows.flat();
  }

  return {
    plugin: 'chaos',
    title: 'faults',
    kinds: ['fault'],
    permissions: [faultReadPermission, activityReadPermission],
    async read({ entityRefs, from, to }) {
      const [{ entries, complete }, now] = await Promise.all([
        entriesBetween(
          activity,
          {
            plugin: 'chaos',
            source: 'platform',
            since: new Date(from - LONGEST_MS).toISOString(),
            until: new Date(to).toISOString(),
          },
          MOST_ENTRIES,
        ),
        known(),
      ]);
      const lane = faultLane(entries, now, entityRefs);
      const oldest = entries[entries.length - 1];
      return {
        lanes: [
          {
            ...lane,
            lacking: lackingClusters(
              faults
                .freshness()
                .map(({ source, ...each }) => ({ cluster: source, ...each })),
            ),
            ...(complete || !oldest
              ? {}
              : {
                  knownFrom: Date.parse(oldest.at),
                  knownFromReason:
                    'There are too many entries in this range to read the older ones.',
                }),
          },
        ],
      };
    },
    onChange: listener => faults.subscribe(() => listener()),
  };
}
