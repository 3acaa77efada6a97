import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentLayoutBlueprint,
} from '@backstage/plugin-catalog-react/alpha';

/** The overview of an entity with its state first, and who is on call. What else it shows comes from the cards that plugins attach. */
export const entityPageModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    EntityContentLayoutBlueprint.make({
      name: 'state-first',
      params: {
        loader: () => import('./EntityOverview').then(m => m.EntityOverview),
      },
    }),
    EntityCardBlueprint.make({
      name: 'on-call',
      params: {
        type: 'info',
        filter: { kind: 'component' },
        loader: () => import('./OnCallCard').then(m => <m.OnCallCard />),
      },
    }),
  ],
});
