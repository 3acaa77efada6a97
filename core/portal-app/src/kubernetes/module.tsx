import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { kubernetesProxyApiRef } from '@backstage/plugin-kubernetes-react';
import { NoKubernetesProxy } from './NoKubernetesProxy';

/** The Kubernetes tab without what only the closed proxy could give it. */
export const kubernetesModule = createFrontendModule({
  pluginId: 'kubernetes',
  extensions: [
    ApiBlueprint.make({
      name: 'proxy',
      params: defineParams =>
        defineParams({
          api: kubernetesProxyApiRef,
          deps: {},
          factory: () => new NoKubernetesProxy(),
        }),
    }),
  ],
});
