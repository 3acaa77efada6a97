import { ApiWords } from '@slipway/plugin-actions-node';
import { TIMELINE_PATH } from '@slipway/plugin-timeline-common';

/** What the OpenAPI document says of the route. */
export const apiWords: ApiWords = {
  title: 'Slipway timeline',
  description:
    'What happened to a service or a system. Reading asks for the permission timeline.read, and each lane for that of its plugin.',
  routes: {
    [`GET /v1${TIMELINE_PATH}`]: {
      summary:
        'Releases, analysis, faults, load, joint runs, alerts and findings of an entity over a range',
    },
  },
};
