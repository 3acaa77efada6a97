import { createApp } from '@backstage/frontend-defaults';
import { portalPlugin } from '@slipway/plugin-portal-react';
import { fetchModule } from './fetch/module';
import { homeModule } from './home/module';
import { kubernetesModule } from './kubernetes/module';
import { shellModule } from './shell/module';
import { signInModule } from './signIn/module';
import { themeModule } from './theme/module';
import { wordsModule } from './words/module';

/** The portal. Plugins among the package's dependencies are found by themselves (`app.packages: all`). */
export default createApp({
  features: [
    portalPlugin,
    themeModule,
    shellModule,
    fetchModule,
    signInModule,
    homeModule,
    kubernetesModule,
    wordsModule,
  ],
});
