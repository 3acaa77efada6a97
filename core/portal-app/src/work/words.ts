import { SlipwayState } from '@slipway/plugin-portal-react';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { RunningWork, WorkKind, WorkTone } from '@slipway/plugin-work-common';

/** Each kind of work as pages name it. */
export const KIND_WORDS: Readonly<Record<WorkKind, string>> = {
  canary: 'Release',
  load: 'Load',
  fault: 'Fault',
  'joint-run': 'Joint run',
};

/** The palette's state of a tone. */
export const TONE_STATES: Readonly<Record<WorkTone, SlipwayState>> = {
  healthy: 'healthy',
  progressing: 'progressing',
  paused: 'waiting',
  degraded: 'degraded',
  unknown: 'unknown',
};

/** Latest start first. */
export function byLatest(a: RunningWork, b: RunningWork): number {
  return Date.parse(b.since) - Date.parse(a.since) || a.id.localeCompare(b.id);
}

/** `gke-prod/ecommerce, eks-prod/ecommerce`: each place once. */
export function placesText({ places }: Pick<RunningWork, 'places'>): string {
  const texts = places.map(({ cluster, namespace }) =>
    namespace ? `${cluster}/${namespace}` : cluster,
  );
  return [...new Set(texts)].join(', ');
}

/** What the list may lack, one line for each plugin that could not tell all. */
export function lackingText(freshness: readonly SourceFreshness[]): string[] {
  return freshness
    .filter(({ state }) => state !== 'live')
    .map(({ source, reason }) =>
      reason ? `${source}: ${reason}` : `${source}: it does not answer`,
    );
}
