import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { GitHubSignIn } from './GitHubSignIn';
import { readSampleUsers } from './sampleUsers';
import { SampleUsersSignIn } from './SampleUsersSignIn';

/** Sample users where they are configured, GitHub everywhere else. The address stays, so a deep link survives. */
export function SlipwaySignInPage({ onSignInSuccess }: SignInPageProps) {
  const users = readSampleUsers(useApi(configApiRef));
  return users ? (
    <SampleUsersSignIn users={users} onSignInSuccess={onSignInSuccess} />
  ) : (
    <GitHubSignIn onSignInSuccess={onSignInSuccess} />
  );
}
