import { createApp } from '@backstage/frontend-defaults';
import {
  fetchModule,
  kubernetesModule,
  resiliencePlugin,
  signInModule,
  wordsModule,
  workPlugin,
} from '@slipway/plugin-portal-app';
import { portalPlugin } from '@slipway/plugin-portal-react';
import { entityPageModule } from './entityPage/module';
import { homeModule } from './home/module';
import { shellModule } from './shell/module';
import { themeModule } from './theme/module';

/** The portal. Plugins among the package's dependencies are found by themselves (`app.packages: all`). */
export default createApp({
  features: [
    portalPlugin,
    themeModule,
    shellModule,
    fetchModule,
    signInModule,
    homeModule,
    entityPageModule,
    kubernetesModule,
    resiliencePlugin,
    wordsModule,
    workPlugin,
  ],
});
