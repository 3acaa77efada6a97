import {
  discoveryApiRef,
  githubAuthApiRef,
  IdentityApi,
} from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { JsonObject } from '@backstage/types';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { rememberedUser } from './sampleUsers';
import { SlipwaySignInPage } from './SlipwaySignInPage';

const USERS = [
  {
    name: 'olga',
    displayName: 'Olga Orlova',
    team: 'team-orders',
    may: 'Acts on order-service',
  },
  {
    name: 'vera',
    displayName: 'Vera Voss',
    team: 'viewers',
    may: 'Reads everything',
  },
];

/** An unsigned token: the page reads only its expiry. */
const TOKEN = `x.${window.btoa(
  JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 3600 }),
)}.x`;

function sessionOf(name: string) {
  return {
    providerInfo: {},
    profile: { displayName: name },
    backstageIdentity: {
      token: TOKEN,
      identity: {
        type: 'user',
        userEntityRef: `user:default/${name}`,
        ownershipEntityRefs: [`user:default/${name}`],
      },
    },
  };
}

/** Answers the auth backend's requests; returns the user that each asked for. */
function mockAuthBackend(answer: (name: string) => Response) {
  const asked: string[] = [];
  jest.spyOn(window, 'fetch').mockImplementation(async (input, init) => {
    expect(input).toBe('http://portal/api/auth/sample-users/refresh');
    const name = new Headers(init?.headers).get('x-slipway-sample-user')!;
    asked.push(name);
    return answer(name);
  });
  return asked;
}

const ok = (name: string) => Response.json(sessionOf(name));

/** What GitHub answers: nothing, unless a test says so. */
const gitHubSession = jest.fn();

async function renderPage(config: JsonObject) {
  const identities: IdentityApi[] = [];
  const onSignInSuccess = (api: IdentityApi) => identities.push(api);
  await renderInTestApp(
    <SlipwaySignInPage onSignInSuccess={onSignInSuccess} />,
    {
      config: { app: { title: 'Slipway' }, ...config },
      apis: [
        [
          discoveryApiRef,
          { getBaseUrl: async (id: string) => `http://portal/api/${id}` },
        ],
        [
          githubAuthApiRef,
          {
            getAccessToken: async () => '',
            getProfile: async () => ({ displayName: 'Octo Cat' }),
            getBackstageIdentity: gitHubSession,
            signIn: async () => {},
            signOut: async () => {},
            sessionState$: () => {
              throw new Error('not asked');
            },
          },
        ],
      ],
    },
  );
  return identities;
}

const withUsers = {
  auth: { providers: { 'sample-users': { users: USERS } } },
};

describe('SlipwaySignInPage', () => {
  beforeEach(() => {
    window.sessionStorage.clear();
    gitHubSession.mockReset();
  });
  afterEach(() => jest.restoreAllMocks());

  it('lists the sample users with their team and what they may do', async () => {
    mockAuthBackend(ok);
    await renderPage(withUsers);

    const buttons = screen.getAllByRole('button');
    expect(buttons).toHaveLength(2);
    expect(within(buttons[0]).getByText('Olga Orlova')).toBeInTheDocument();
    expect(within(buttons[0]).getByText('team-orders')).toBeInTheDocument();
    expect(
      within(buttons[0]).getByText('Acts on order-service'),
    ).toBeInTheDocument();
    expect(screen.getByText(/these are sample users/)).toBeInTheDocument();
  });

  it('signs in by keyboard as the chosen user, and remembers the choice', async () => {
    const asked = mockAuthBackend(ok);
    const identities = await renderPage(withUsers);

    await userEvent.tab();
    expect(screen.getByRole('button', { name: /Olga Orlova/ })).toHaveFocus();
    await userEvent.tab();
    expect(screen.getByRole('button', { name: /Vera Voss/ })).toHaveFocus();
    await userEvent.keyboard('{Enter}');

    await waitFor(() => expect(identities).toHaveLength(1));
    expect(asked).toEqual(['vera']);
    await expect(identities[0].getBackstageIdentity()).resolves.toMatchObject({
      userEntityRef: 'user:default/vera',
    });
    expect(rememberedUser.get()).toBe('vera');
  });

  it('signs in at once as the user remembered in this tab', async () => {
    rememberedUser.set('olga');
    const asked = mockAuthBackend(ok);
    const identities = await renderPage(withUsers);

    await waitFor(() => expect(identities).toHaveLength(1));
    expect(asked).toEqual(['olga']);
  });

  it('forgets the user who signs out', async () => {
    rememberedUser.set('olga');
    mockAuthBackend(ok);
    const identities = await renderPage(withUsers);
    await waitFor(() => expect(identities).toHaveLength(1));

    await identities[0].signOut();
    expect(rememberedUser.get()).toBeUndefined();
  });

  it('asks again when the remembered user is no longer configured', async () => {
    rememberedUser.set('somebody-else');
    const asked = mockAuthBackend(ok);
    await renderPage(withUsers);

    expect(screen.getByRole('button', { name: /Olga/ })).toBeInTheDocument();
    expect(asked).toEqual([]);
  });

  it('says why a user could not sign in, and lets them try again', async () => {
    let inCatalog = false;
    const asked = mockAuthBackend(name =>
      inCatalog
        ? ok(name)
        : Response.json(
            {
              error: { name: 'NotFoundError', message: 'User not found' },
              response: { statusCode: 404 },
            },
            { status: 404 },
          ),
    );
    const identities = await renderPage(withUsers);

    await userEvent.click(screen.getByRole('button', { name: /Olga/ }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Olga Orlova could not sign in');
    expect(alert).toHaveTextContent('The catalog does not have this user yet');
    expect(rememberedUser.get()).toBeUndefined();

    inCatalog = true;
    await userEvent.click(screen.getByRole('button', { name: /Olga/ }));
    await waitFor(() => expect(identities).toHaveLength(1));
    expect(asked).toEqual(['olga', 'olga']);
  });

  describe('where no sample users are configured', () => {
    const session = {
      identity: {
        type: 'user',
        userEntityRef: 'user:default/octocat',
        ownershipEntityRefs: [],
      },
    };

    it('offers GitHub, and signs in with a window', async () => {
      gitHubSession.mockImplementation(async (options: object) =>
        'instantPopup' in options ? session : undefined,
      );
      const identities = await renderPage({});
      await userEvent.click(
        await screen.findByRole('button', { name: 'Sign in with GitHub' }),
      );
      await waitFor(() => expect(identities).toHaveLength(1));
      expect(gitHubSession.mock.calls).toEqual([
        [{ optional: true }],
        [{ instantPopup: true }],
      ]);
      await expect(identities[0].getBackstageIdentity()).resolves.toMatchObject(
        { userEntityRef: 'user:default/octocat' },
      );
    });

    it('signs in at once with a session that the browser still has', async () => {
      gitHubSession.mockResolvedValue(session);
      const identities = await renderPage({});
      await waitFor(() => expect(identities).toHaveLength(1));
    });

    it('says why GitHub did not sign in', async () => {
      gitHubSession.mockImplementation(async (options: object) => {
        if ('instantPopup' in options) {
          throw new Error('Popup was closed');
        }
        return undefined;
      });
      const identities = await renderPage({});
      await userEvent.click(
        await screen.findByRole('button', { name: 'Sign in with GitHub' }),
      );
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'GitHub did not sign you inPopup was closed',
      );
      expect(identities).toEqual([]);
    });
  });
});
