import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { readPlatformGroups } from './config';
import { SlipwayPermissionPolicy } from './SlipwayPermissionPolicy';

/** Sets Slipway's permission policy. */
export const permissionModuleSlipway = createBackendModule({
  pluginId: 'permission',
  moduleId: 'slipway',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        userInfo: coreServices.userInfo,
        policy: policyExtensionPoint,
      },
      async init({ config, userInfo, policy }) {
        policy.setPolicy(
          new SlipwayPermissionPolicy({
            userInfo,
            platformGroups: readPlatformGroups(config),
          }),
        );
      },
    });
  },
});
