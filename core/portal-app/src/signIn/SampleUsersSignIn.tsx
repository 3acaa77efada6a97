import { ProxiedSignInPage } from '@backstage/core-components';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { useCallback, useState } from 'react';
import { UserList } from './UserList';
import { rememberedUser, SampleUser } from './sampleUsers';
import { SignInFrame } from './SignInFrame';
import { withSignOut } from './withSignOut';

/** One try to sign in; the number makes a second try with the same user a new one. */
interface Attempt {
  name: string;
  number: number;
}

function firstAttempt(users: SampleUser[]): Attempt | undefined {
  const name = rememberedUser.get();
  return users.some(user => user.name === name)
    ? { name: name!, number: 1 }
    : undefined;
}

/** Signs in as one of the sample users: the one remembered in this tab, else the one who is chosen. */
export function SampleUsersSignIn(props: {
  users: SampleUser[];
  onSignInSuccess: SignInPageProps['onSignInSuccess'];
}) {
  const { users, onSignInSuccess } = props;
  const [attempt, setAttempt] = useState(() => firstAttempt(users));
  const choose = useCallback(
    (name: string) =>
      setAttempt(last => ({ name, number: (last?.number ?? 0) + 1 })),
    [],
  );

  if (!attempt) {
    return (
      <SignInFrame>
        <UserList users={users} onChoose={choose} />
      </SignInFrame>
    );
  }
  return (
    <ProxiedSignInPage
      key={attempt.number}
      provider="sample-users"
      headers={{ 'x-slipway-sample-user': attempt.name }}
      onSignInSuccess={identity => {
        rememberedUser.set(attempt.name);
        onSignInSuccess(withSignOut(identity, rememberedUser.clear));
      }}
      ErrorComponent={({ error }) => (
        <SignInFrame>
          <UserList
            users={users}
            onChoose={choose}
            refused={{ name: attempt.name, error }}
          />
        </SignInFrame>
      )}
    />
  );
}
