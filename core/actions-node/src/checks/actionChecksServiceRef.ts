import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { ActionCheck, ActionChecks } from './types';

function actionChecks(): ActionChecks {
  const checks = new Map<string, ActionCheck>();
  return {
    register(check) {
      if (checks.has(check.plugin)) {
        throw new ConflictError(
          `The plugin "${check.plugin}" has registered its rules already`,
        );
      }
      checks.set(check.plugin, check);
    },
    concerning: asked =>
      [...checks.values()].filter(check => check.concerns(asked)),
  };
}

/** Rules that can stop actions, over all plugins; one instance per process. */
export const actionChecksServiceRef = createServiceRef<ActionChecks>({
  id: 'slipway.action-checks',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({ service, deps: {}, factory: actionChecks }),
});
