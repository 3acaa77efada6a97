import { ProxiedSignInPage } from '@backstage/core-components';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { useCallback, useState } from 'react';
import { PeopleList } from './PeopleList';
import { rememberedPerson, SamplePerson } from './samplePeople';
import { SignInFrame } from './SignInFrame';
import { withSignOut } from './withSignOut';

/** One try to sign in; the number makes a second try with the same person a new one. */
interface Attempt {
  name: string;
  number: number;
}

function firstAttempt(people: SamplePerson[]): Attempt | undefined {
  const name = rememberedPerson.get();
  return people.some(person => person.name === name)
    ? { name: name!, number: 1 }
    : undefined;
}

/** Signs in as one of the sample people: the one remembered in this tab, else the one who is chosen. */
export function SamplePeopleSignIn(props: {
  people: SamplePerson[];
  onSignInSuccess: SignInPageProps['onSignInSuccess'];
}) {
  const { people, onSignInSuccess } = props;
  const [attempt, setAttempt] = useState(() => firstAttempt(people));
  const choose = useCallback(
    (name: string) =>
      setAttempt(last => ({ name, number: (last?.number ?? 0) + 1 })),
    [],
  );

  if (!attempt) {
    return (
      <SignInFrame>
        <PeopleList people={people} onChoose={choose} />
      </SignInFrame>
    );
  }
  return (
    <ProxiedSignInPage
      key={attempt.number}
      provider="sample-people"
      headers={{ 'x-slipway-sample-person': attempt.name }}
      onSignInSuccess={identity => {
        rememberedPerson.set(attempt.name);
        onSignInSuccess(withSignOut(identity, rememberedPerson.clear));
      }}
      ErrorComponent={({ error }) => (
        <SignInFrame>
          <PeopleList
            people={people}
            onChoose={choose}
            refused={{ name: attempt.name, error }}
          />
        </SignInFrame>
      )}
    />
  );
}
