import {
  AppRootElementBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { NavContentBlueprint } from '@backstage/plugin-app-react';
import { BadgeStrip } from './BadgeStrip';
import { Navigation } from './Navigation';

/** The side bar, and the badge that says what this portal looks at. */
export const shellModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    NavContentBlueprint.make({ params: { component: Navigation } }),
    AppRootElementBlueprint.make({
      name: 'badge-strip',
      params: { element: <BadgeStrip /> },
    }),
  ],
});
