import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { HomePageLayoutBlueprint } from '@backstage/plugin-home-react/alpha';

/** Slipway's layout of the home page. What it shows comes from the widgets that plugins attach to it. */
export const homeModule = createFrontendModule({
  pluginId: 'home',
  extensions: [
    HomePageLayoutBlueprint.make({
      params: {
        loader: () => import('./SlipwayHome').then(m => m.SlipwayHome),
      },
    }),
  ],
});
