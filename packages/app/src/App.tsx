import { createApp } from '@backstage/frontend-defaults';
import { portalPlugin } from '@slipway/plugin-portal-react';
import { foreignTextModule } from './foreignText/module';
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
    foreignTextModule,
    themeModule,
    shellModule,
    signInModule,
    homeModule,
    kubernetesModule,
    wordsModule,
  ],
});
