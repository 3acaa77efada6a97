import { BasicPermission } from '@backstage/plugin-permission-common';
import { LaneKind, TimelineLane } from '@slipway/plugin-timeline-common';
import { TimelineProvider, TimelineQuery } from './types';

const DAY_MS = 24 * 3_600_000;

/** What {@link keptRunsProvider} shows. */
export interface KeptRunsOptions<Run> {
  /** Id of the plugin. */
  plugin: string;
  /** What the runs are, as a sentence starts with it: `Load tests`. */
  title: string;
  kind: LaneKind;
  permission: BasicPermission;
  lane(runs: readonly Run[]): TimelineLane;
  store: {
    between(query: TimelineQuery): Promise<{ runs: Run[]; leftOut: number }>;
  };
  /** For how many days runs are kept. */
  days: number;
  onChange(listener: () => void): () => void;
  now(): Date;
}

/** One lane of runs that a plugin keeps in its database for some days. */
export function keptRunsProvider<Run>(
  options: KeptRunsOptions<Run>,
): TimelineProvider {
  const { plugin, title, kind, permission, store, days, now } = options;
  return {
    plugin,
    title: title.charAt(0).toLocaleLowerCase('en-US') + title.slice(1),
    kinds: [kind],
    permissions: [permission],
    async read(query) {
      const { runs, leftOut } = await store.between(query);
      return {
        lanes: [
          {
            ...options.lane(runs),
            ...(leftOut > 0 ? { leftOut } : {}),
            knownFrom: now().getTime() - days * DAY_MS,
            knownFromReason: `${title} are kept for ${days} days.`,
          },
        ],
      };
    },
    onChange: options.onChange,
  };
}
