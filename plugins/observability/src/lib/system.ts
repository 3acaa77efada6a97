import {
  Activity,
  SystemHealth,
  SystemNode,
  SystemPlace,
} from '@slipway/plugin-observability-common';
import { counted, SlipwayState } from '@slipway/plugin-portal-react';
import { readingWords } from './readingWords';

/** The state of the palette for the health of a service, and its words. */
export const HEALTH: Readonly<
  Record<SystemHealth, { state: SlipwayState; words: string }>
> = {
  healthy: { state: 'healthy', words: 'Healthy' },
  progressing: { state: 'progressing', words: 'Some requests fail' },
  degraded: { state: 'degraded', words: 'Degraded' },
  'no-traffic': { state: 'unknown', words: 'No traffic' },
  unknown: { state: 'unknown', words: 'Unknown' },
  elsewhere: { state: 'unknown', words: 'Not in this namespace' },
};

/** Requests and success rate of a node in one line. */
export function figuresWords(node: SystemNode): string {
  if (node.outside) return 'outside of the system';
  if (node.health === 'elsewhere') return 'not in this namespace';
  const { requestRate, successRate } = node;
  return requestRate.state === 'measured'
    ? `${readingWords(requestRate, 'req/s')} · ${readingWords(
        successRate,
        'ratio',
      )}`
    : readingWords(requestRate, 'req/s');
}

/** What is going on in a node, of each kind together. */
export interface ActivityGroup {
  kind: Activity['kind'];
  words: string;
  tone: SlipwayState;
}

/** Each kind of activity as the page names it. */
export const KINDS: Readonly<Record<Activity['kind'], string>> = {
  alert: 'Alert',
  canary: 'Release',
  load: 'Load run',
  fault: 'Fault',
  'joint-run': 'Joint run',
};

/** `2 alerts`, `1 release`: each kind once, in the order of the most urgent of it. */
export function activityGroups(
  activities: readonly Activity[],
): ActivityGroup[] {
  const kinds = [...new Set(activities.map(({ kind }) => kind))];
  return kinds.map(kind => {
    const own = activities.filter(one => one.kind === kind);
    const words = counted(own.length, KINDS[kind].toLowerCase());
    return { kind, words, tone: own[0].tone };
  });
}

/** A node in one sentence, for a screen reader. */
export function nodeWords(node: SystemNode): string {
  const { title, health, outside, activities } = node;
  return [
    title,
    ...(outside || health === 'elsewhere' ? [] : [HEALTH[health].words]),
    figuresWords(node),
    ...activityGroups(activities).map(({ words }) => words),
  ].join(', ');
}

/** A place as it stands in the address and in the choice. */
export const systemPlaceKey = ({
  cluster,
  namespace,
}: Pick<SystemPlace, 'cluster' | 'namespace'>) => `${cluster}/${namespace}`;

/** The place of the address; else the first that is measured, production first. */
export function chosenSystemPlace(
  places: readonly SystemPlace[],
  key: string | null,
): SystemPlace | undefined {
  return (
    places.find(place => systemPlaceKey(place) === key) ??
    places.find(({ metrics }) => metrics) ??
    places[0]
  );
}
