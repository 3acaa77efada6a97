import { ConfigApi } from '@backstage/frontend-plugin-api';

/** A user who may be chosen on the sign-in page. */
export interface SampleUser {
  name: string;
  displayName: string;
  team: string;
  /** What the user may do, in a few words. */
  may: string;
}

/** The configured sample users; undefined where sample users may not sign in. */
export function readSampleUsers(config: ConfigApi): SampleUser[] | undefined {
  return config
    .getOptionalConfigArray('auth.providers.sample-users.users')
    ?.map(user => ({
      name: user.getString('name'),
      displayName: user.getString('displayName'),
      team: user.getString('team'),
      may: user.getString('may'),
    }));
}

const KEY = 'slipway.sampleUser';

/** The user chosen last in this tab. Kept for the tab only, so that two tabs can be two users. */
export const rememberedUser = {
  get: (): string | undefined =>
    window.sessionStorage.getItem(KEY) ?? undefined,
  set: (name: string) => window.sessionStorage.setItem(KEY, name),
  clear: () => window.sessionStorage.removeItem(KEY),
};
