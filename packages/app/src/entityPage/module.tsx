import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentLayoutBlueprint,
} from '@backstage/plugin-catalog-react/alpha';

/** The overview of an entity with its state first, who is on call, and what it depends on. What else it shows comes from the cards that plugins attach. */
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
    // In place of the catalog's own, which cut their columns on a phone.
    EntityCardBlueprint.make({
      name: 'depends-on-components',
      params: {
        filter: { kind: { $in: ['component', 'resource'] } },
        loader: () =>
          import('./RelatedEntitiesCard').then(m => <m.DependsOnCard />),
      },
    }),
    EntityCardBlueprint.make({
      name: 'dependency-of',
      params: {
        filter: { kind: { $in: ['component', 'resource'] } },
        loader: () =>
          import('./RelatedEntitiesCard').then(m => <m.DependencyOfCard />),
      },
    }),
  ],
});
