import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { GitHubSignIn } from './GitHubSignIn';
import { readSamplePeople } from './samplePeople';
import { SamplePeopleSignIn } from './SamplePeopleSignIn';

/** Sample people where they are configured, GitHub everywhere else. The address stays, so a deep link survives. */
export function SlipwaySignInPage({ onSignInSuccess }: SignInPageProps) {
  const people = readSamplePeople(useApi(configApiRef));
  return people ? (
    <SamplePeopleSignIn people={people} onSignInSuccess={onSignInSuccess} />
  ) : (
    <GitHubSignIn onSignInSuccess={onSignInSuccess} />
  );
}
