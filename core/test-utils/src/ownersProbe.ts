import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { Owners, ownersServiceRef } from '@slipway/plugin-owners-node';
import { until } from './until';

/** A plugin that does nothing but say when the owners are known, which the portal reads by a timer after its start. */
export function ownersProbe() {
  let owners: Owners | undefined;
  return {
    feature: createBackendPlugin({
      pluginId: 'owners-probe',
      register(env) {
        env.registerInit({
          deps: { owners: ownersServiceRef },
          async init(deps) {
            owners = deps.owners;
          },
        });
      },
    }),
    /** Resolves when everybody who listens has bound again. */
    known: () => until('the owners are known', () => owners?.known() ?? false),
  };
}
