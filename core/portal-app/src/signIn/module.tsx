import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';

const load = () => import('./SlipwaySignInPage').then(m => m.SlipwaySignInPage);

// Nothing is shown before it: its code comes while the rest of the app is starting.
load().catch(() => {});

/** Slipway's sign-in page. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [SignInPageBlueprint.make({ params: { loader: load } })],
});
