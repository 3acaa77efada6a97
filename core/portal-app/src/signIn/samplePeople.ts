import { ConfigApi } from '@backstage/frontend-plugin-api';

/** A person who may be chosen on the sign-in page. */
export interface SamplePerson {
  name: string;
  displayName: string;
  team: string;
  /** What the person may do, in a few words. */
  may: string;
}

/** The configured sample people; undefined where sample people may not sign in. */
export function readSamplePeople(
  config: ConfigApi,
): SamplePerson[] | undefined {
  return config
    .getOptionalConfigArray('auth.providers.sample-people.people')
    ?.map(person => ({
      name: person.getString('name'),
      displayName: person.getString('displayName'),
      team: person.getString('team'),
      may: person.getString('may'),
    }));
}

const KEY = 'slipway.samplePerson';

/** The person chosen last in this tab. Kept for the tab only, so that two tabs can be two people. */
export const rememberedPerson = {
  get: (): string | undefined =>
    window.sessionStorage.getItem(KEY) ?? undefined,
  set: (name: string) => window.sessionStorage.setItem(KEY, name),
  clear: () => window.sessionStorage.removeItem(KEY),
};
