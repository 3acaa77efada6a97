import { ActionTypes } from '@slipway/plugin-actions-common';
import { createActionFlow, ShownAction } from '@slipway/plugin-portal-react';
import {
  Outlook,
  PanelService,
  ReleaseQuality,
  ReleaseRequest,
} from '@slipway/plugin-sandbox-panel-common';
import { startObstacle } from '../../lib/words';

/** Where a release is started. */
export type ReleasePlace = Omit<ReleaseRequest, 'quality'>;

/** The types of the actions on a service of the sandbox. */
export interface ServiceTypes extends ActionTypes {
  name: 'release';
  subject: {
    place: ReleasePlace;
    /** As the sandbox reports it; absent when it is no longer there. */
    now?: PanelService;
    /** What becomes of each release of it. */
    outlooks?: Readonly<Record<ReleaseQuality, Outlook>>;
  };
  draft: { quality: ReleaseQuality };
  /** The sandbox itself refuses what does not fit any more. */
  seen: object;
}

/** Starts a release of a service, good or bad. */
export const startRelease: ShownAction<ServiceTypes> = {
  name: 'release',
  words: { label: 'Start release', phrase: 'Start a release of' },
  risk: { severity: 'medium' },
  guard: [],
  gate: ({ place, now }) =>
    now
      ? startObstacle(now)
      : `${place.cluster}/${place.namespace}/${place.service} is no longer there.`,
  preview: ({ now }) => ({
    effect: `Sets the image of the rollout${
      now ? ` from ${now.tag}` : ''
    } to a new version, as a pipeline would.`,
    warnings: [],
  }),
};

/** The provider of actions on services of the sandbox and the hooks of their buttons. */
export const serviceFlow = createActionFlow<ServiceTypes>('Service');
