import {
  coreExtensionData,
  createExtensionInput,
  createFrontendPlugin,
  createRouteRef,
  NotFoundErrorPage,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from './alpha';
import Box from '@mui/material/Box';
import BoltIcon from '@mui/icons-material/Bolt';
import { useParams } from 'react-router-dom';

/** `/resilience`. */
export const resilienceRouteRef = createRouteRef();

/**
 * The page of resilience tests. It has no content of its own: features attach
 * one tab each with a `SubPageBlueprint` to
 * `{ id: 'page:portal-app/resilience', input: 'pages' }`. The order of the tabs
 * is that of `app.extensions`.
 */
const resiliencePage = PageBlueprint.makeWithOverrides({
  name: 'resilience',
  factory: (make, { inputs }) => {
    const page = make({
      path: '/resilience',
      routeRef: resilienceRouteRef,
      title: 'Resilience',
      icon: <BoltIcon fontSize="inherit" />,
    });
    return [
      ...[...page].filter(({ id }) => id !== coreExtensionData.reactElement.id),
      coreExtensionData.reactElement(
        <>
          {page.get(coreExtensionData.reactElement)}
          <NoSuchTab
            tabs={inputs.pages.map(tab => tab.get(coreExtensionData.routePath))}
          />
        </>,
      ),
    ];
  },
});

/** Says that there is nothing at an address below the page that no tab has: the tabs alone say nothing. */
function NoSuchTab({ tabs }: { tabs: readonly string[] }) {
  const { '*': below = '' } = useParams();
  const [first] = below.split('/');
  return first === '' || tabs.includes(first) ? null : <NotFoundErrorPage />;
}

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
