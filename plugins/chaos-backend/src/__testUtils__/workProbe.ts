import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { Work, workServiceRef } from '@slipway/plugin-work-node';

/** A plugin that does nothing but give the work of all plugins to a test. */
export function workProbe() {
  let work: Work | undefined;
  return {
    feature: createBackendPlugin({
      pluginId: 'work-probe',
      register(env) {
        env.registerInit({
          deps: { work: workServiceRef },
          async init(deps) {
            work = deps.work;
          },
        });
      },
    }),
    work(): Work {
      if (!work) throw new Error('The backend has not started');
      return work;
    },
    parts() {
      const parts = this.work().partsOf('fault');
      if (!parts) throw new Error('There are no parts of the kind fault');
      return parts;
    },
  };
}
