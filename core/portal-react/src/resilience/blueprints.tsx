import {
  coreExtensionData,
  createExtensionBlueprint,
  ExtensionBoundary,
} from '@backstage/frontend-plugin-api';
import { ReactElement } from 'react';

/** Where a `SubPageBlueprint` becomes a tab of the page of resilience tests. */
export const RESILIENCE_PAGES = {
  id: 'page:portal-app/resilience',
  input: 'pages',
} as const;

/** A section of the tab Resilience of a service; its element reads the entity with `useEntity`. */
export const ResilienceSectionBlueprint = createExtensionBlueprint({
  kind: 'resilience-section',
  attachTo: { id: 'entity-content:portal-app/resilience', input: 'sections' },
  output: [coreExtensionData.reactElement],
  factory: (params: { loader: () => Promise<ReactElement> }, { node }) => [
    coreExtensionData.reactElement(ExtensionBoundary.lazy(node, params.loader)),
  ],
});
