import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { FileReaderProcessor } from '@backstage/plugin-catalog-backend';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { InstallationPaths } from './InstallationPaths';
import { pathlessReader } from './pathlessReader';
import { PathProcessor } from './PathProcessor';

/** Keeps the folders of this machine out of what the catalog answers. */
export const catalogModulePaths = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'slipway-paths',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        processing: catalogProcessingExtensionPoint,
      },
      async init({ config, processing }) {
        const paths = InstallationPaths.fromConfig(config);
        processing.addProcessor(
          pathlessReader(new FileReaderProcessor(), paths),
          new PathProcessor(paths),
        );
      },
    });
  },
});
