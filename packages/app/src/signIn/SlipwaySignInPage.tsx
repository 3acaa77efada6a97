import { SignInPage } from '@backstage/core-components';
import {
  configApiRef,
  githubAuthApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { SamplePeopleSignIn } from './SamplePeopleSignIn';
import { readSamplePeople } from './samplePeople';

/** Sample people where they are configured, GitHub everywhere else. The address stays, so a deep link survives. */
export function SlipwaySignInPage({ onSignInSuccess }: SignInPageProps) {
  const people = readSamplePeople(useApi(configApiRef));
  if (people) {
    return (
      <SamplePeopleSignIn people={people} onSignInSuccess={onSignInSuccess} />
    );
  }
  return (
    <SignInPage
      onSignInSuccess={onSignInSuccess}
      provider={{
        id: 'github-auth-provider',
        title: 'GitHub',
        message: 'Sign in with your GitHub account',
        apiRef: githubAuthApiRef,
      }}
    />
  );
}
