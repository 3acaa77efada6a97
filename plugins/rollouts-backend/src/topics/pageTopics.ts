import {
  clusterFreshness,
  FollowingOptions,
  followingSource,
  provideTopic,
  TopicProvider,
} from '@slipway/plugin-live-node';
import {
  PageOrder,
  rolloutCounts,
  rolloutCountsTopic,
  rolloutRowKey,
  rolloutsPageTopic,
  rolloutsReadPermission,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { RolloutPages } from '../services/RolloutPages';
import { SummaryTopicOptions } from './summaryTopics';

/** Least time between two looks at all rollouts. */
const REST_MS = 100;

/** What all topics over the list of rollouts follow. */
function followingList({
  rollouts,
}: SummaryTopicOptions): Pick<
  FollowingOptions<never>,
  'subscribe' | 'freshness' | 'answered' | 'ready' | 'restMs'
> {
  return {
    subscribe: changed =>
      rollouts.subscribe(({ type }) =>
        changed({ type: type === 'freshness' ? type : 'all' }),
      ),
    freshness: () => clusterFreshness(rollouts.freshness()),
    answered: () =>
      rollouts.freshness().some(({ state }) => state !== 'connecting'),
    ready: async () => {
      await rollouts.ready();
      await rollouts.requireClusters();
    },
    restMs: REST_MS,
  };
}

/** `rollouts:page`: one page of the list, filtered and in order on the server, so that no browser reads all rows. */
export function createPageTopic(options: SummaryTopicOptions): TopicProvider {
  const pages = new RolloutPages(options.rollouts);
  return provideTopic(rolloutsPageTopic, {
    authorize: () => ({ permission: rolloutsReadPermission }),
    open({ query, page }, sink) {
      const opened = pages.open(query, Number(page));
      const source = followingSource<PageOrder | RolloutSummary>({
        ...followingList(options),
        sink,
        snapshot() {
          const { matching, rows } = opened.read();
          const keys = rows.map(rolloutRowKey);
          return [
            ['order', { matching, keys }] as const,
            ...rows.map((row, index) => [`row/${keys[index]}`, row] as const),
          ];
        },
      });
      return {
        close() {
          source.close();
          opened.close();
        },
      };
    },
  });
}

/** `rollouts:counts`: what there is over all rollouts, for filters and their counts. */
export function createCountsTopic(options: SummaryTopicOptions): TopicProvider {
  const { rollouts } = options;
  return provideTopic(rolloutCountsTopic, {
    authorize: () => ({ permission: rolloutsReadPermission }),
    open: (_, sink) =>
      followingSource({
        ...followingList(options),
        sink,
        snapshot: () => [
          [
            'counts',
            rolloutCounts(rollouts.entries().map(({ summary }) => summary)),
          ],
        ],
      }),
  });
}
