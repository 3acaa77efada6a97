import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { liveApiRef } from './live/liveApiRef';
import { LiveClient } from './live/LiveClient';

/** The tab's one live stream. */
export const liveApi = ApiBlueprint.make({
  name: 'live',
  params: define =>
    define({
      api: liveApiRef,
      deps: { fetchApi: fetchApiRef, discoveryApi: discoveryApiRef },
      factory: deps => new LiveClient(deps),
    }),
});

/** What every Slipway page needs of the app. Install it in the app's `features`. */
export const portalPlugin = createFrontendPlugin({
  pluginId: 'portal',
  extensions: [liveApi],
});
