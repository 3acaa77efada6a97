import { ProfileName } from '../types';

/** What each profile finds out. */
export const PROFILE_WORDS: Readonly<Record<ProfileName, string>> = {
  load: 'Expected traffic: does the service keep its limits?',
  stress: 'More and more users: where does it break?',
  spike: 'A sudden rush: does it survive, and does it recover?',
  endurance: 'Steady traffic for long: does something build up?',
};
