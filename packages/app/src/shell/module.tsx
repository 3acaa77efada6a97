import {
  AppRootElementBlueprint,
  createFrontendModule,
  NotFoundErrorPage,
} from '@backstage/frontend-plugin-api';
import {
  NavContentBlueprint,
  SwappableComponentBlueprint,
} from '@backstage/plugin-app-react';
import { BadgeStrip } from './BadgeStrip';
import { Keyboard } from './Keyboard';
import { Navigation } from './Navigation';

/** The side bar, the page for an unknown address, the badge that says what this portal is connected to, and the keys. */
export const shellModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    NavContentBlueprint.make({ params: { component: Navigation } }),
    SwappableComponentBlueprint.make({
      name: 'core-not-found-error-page',
      params: define =>
        define({
          component: NotFoundErrorPage,
          loader: () => import('./NothingHere').then(m => m.NothingHere),
        }),
    }),
    AppRootElementBlueprint.make({
      name: 'badge-strip',
      params: { element: <BadgeStrip /> },
    }),
    AppRootElementBlueprint.make({
      name: 'keyboard',
      params: { element: <Keyboard /> },
    }),
  ],
});
