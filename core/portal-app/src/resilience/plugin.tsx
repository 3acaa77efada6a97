import {
  coreExtensionData,
  createExtensionInput,
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from './alpha';
import Box from '@mui/material/Box';
import BoltIcon from '@mui/icons-material/Bolt';

/** `/resilience`. */
export const resilienceRouteRef = createRouteRef();

/**
 * The page of resilience tests. It has no content of its own: features attach
 * one tab each with a `SubPageBlueprint` to
 * `{ id: 'page:portal-app/resilience', input: 'pages' }`. The order of the tabs
 * is that of `app.extensions`.
 */
const resiliencePage = PageBlueprint.make({
  name: 'resilience',
  params: {
    path: '/resilience',
    routeRef: resilienceRouteRef,
    title: 'Resilience',
    icon: <BoltIcon fontSize="inherit" />,
  },
});

/**
 * The tab of a service. Features attach React elements to
 * `{ id: 'entity-content:portal-app/resilience', input: 'sections' }`; each
 * draws one section and reads the entity with `useEntity`.
 */
const resilienceTab = EntityContentBlueprint.makeWithOverrides({
  name: 'resilience',
  inputs: {
    sections: createExtensionInput([coreExtensionData.reactElement]),
  },
  factory: (make, { inputs }) =>
    make({
      path: '/resilience',
      title: 'Resilience',
      filter: { kind: 'component' },
      loader: async () => (
        <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
          {inputs.sections.map(section => (
            <Box key={section.node.spec.id} sx={{ minWidth: 0 }}>
              {section.get(coreExtensionData.reactElement)}
            </Box>
          ))}
        </Box>
      ),
    }),
});

/** Where features show resilience tests together, without importing each other. */
export const resiliencePlugin = createFrontendPlugin({
  pluginId: 'portal-app',
  title: 'Resilience',
  icon: <BoltIcon fontSize="inherit" />,
  routes: { resilience: resilienceRouteRef },
  extensions: [resiliencePage, resilienceTab],
});
