import { createApiRef } from '@backstage/frontend-plugin-api';
import { TimelineAnswer, TimeRange } from '@slipway/plugin-timeline-common';

/** The timeline backend. Throws as `fetchJson` does. */
export interface TimelineApi {
  /** The lanes of a service, or of the services of a system. */
  read(entityRef: string, range: TimeRange): Promise<TimelineAnswer>;
}

export const timelineApiRef = createApiRef<TimelineApi>({
  id: 'plugin.timeline.api',
});
