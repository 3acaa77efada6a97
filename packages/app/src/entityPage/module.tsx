import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { EntityContentLayoutBlueprint } from '@backstage/plugin-catalog-react/alpha';

/** The overview of an entity with its state first. What it shows comes from the cards that plugins attach. */
export const entityPageModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    EntityContentLayoutBlueprint.make({
      name: 'state-first',
      params: {
        loader: () => import('./EntityOverview').then(m => m.EntityOverview),
      },
    }),
  ],
});
