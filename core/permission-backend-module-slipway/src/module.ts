import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  breakGlassServiceRef,
  readBreakGlassConfig,
} from '@slipway/plugin-break-glass-node';
import { BreakGlassGrants } from './breakGlass';
import { readPlatformGroups } from './config';
import { SlipwayPermissionPolicy } from './SlipwayPermissionPolicy';

/** Sets Slipway's permission policy. */
export const permissionModuleSlipway = createBackendModule({
  pluginId: 'permission',
  moduleId: 'slipway',
  register(env) {
    env.registerInit({
      deps: {
        breakGlass: breakGlassServiceRef,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        userInfo: coreServices.userInfo,
        policy: policyExtensionPoint,
      },
      async init({ breakGlass, config, logger, userInfo, policy }) {
        policy.setPolicy(
          new SlipwayPermissionPolicy({
            userInfo,
            platformGroups: readPlatformGroups(config),
            grants: new BreakGlassGrants({
              breakGlass,
              config: readBreakGlassConfig(config),
              logger,
            }),
          }),
        );
      },
    });
  },
});
