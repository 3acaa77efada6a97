import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** All environments, `/environments`. */
export const environmentsRouteRef = createRouteRef();

/** One environment, `/environments/:name`. */
export const environmentRouteRef = createSubRouteRef({
  parent: environmentsRouteRef,
  path: '/:name',
});

/** The form of a template. */
export const templateRouteRef = createExternalRouteRef({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});
