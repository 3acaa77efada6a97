import catalogPlugin from '@backstage/plugin-catalog/alpha';
import homePlugin from '@backstage/plugin-home/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import sandboxPanel from '@slipway/plugin-sandbox-panel';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

const CONFIGURATION = {
  app: {
    title: 'Slipway',
    baseUrl: 'http://localhost:7007',
    packages: 'all',
    extensions: [
      { 'page:home': { config: { path: '/' } } },
      { 'home-page-widget:search/search-bar': false },
    ],
  },
  backend: { baseUrl: 'http://localhost:7007' },
  slipway: {
    sandbox: true,
    badge: { label: 'sandbox', tooltip: 'Nothing here is real' },
  },
  auth: {
    providers: {
      'sample-users': {
        users: [
          {
            name: 'olga',
            displayName: 'Olga Orlova',
            team: 'team-orders',
            may: 'Acts on order-service',
          },
        ],
      },
    },
  },
};

const TOKEN = `x.${window.btoa(
  JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 3600 }),
)}.x`;

/** The backend, as far as the first page asks it. */
async function backend(input: RequestInfo | URL): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input.toString());
  switch (url.pathname) {
    case '/api/auth/sample-users/refresh':
      return Response.json({
        providerInfo: {},
        profile: { displayName: 'Olga Orlova' },
        backstageIdentity: {
          token: TOKEN,
          identity: {
            type: 'user',
            userEntityRef: 'user:default/olga',
            ownershipEntityRefs: ['user:default/olga'],
          },
        },
      });
    default:
      return Response.json({ items: [], totalItems: 0, pageInfo: {} });
  }
}

describe('the app', () => {
  it('signs in, and shows the home page with the navigation and the badge', async () => {
    jest.spyOn(window, 'fetch').mockImplementation(backend);
    // The config loader wants an object here, which a real environment cannot hold.
    Object.assign(process, {
      env: {
        ...process.env,
        APP_CONFIG: [{ context: 'test', data: CONFIGURATION }],
      },
    });
    // The bundler finds the plugins among the dependencies; here they are named.
    Object.assign(window, {
      '__@backstage/discovered__': {
        modules: [
          homePlugin,
          catalogPlugin,
          searchPlugin,
          userSettingsPlugin,
          sandboxPanel,
        ].map(plugin => ({ name: 'plugin', default: plugin })),
      },
    });
    const { default: app } = await import('./App');

    render(app.createRoot());
    await userEvent.click(
      await screen.findByRole('button', { name: /Olga Orlova/ }),
    );

    expect(
      await screen.findByRole('textbox', { name: 'Search' }),
    ).toBeInTheDocument();
    const quickLinks = screen.getByRole('navigation', { name: 'Quick links' });
    expect(
      within(quickLinks).getByRole('link', { name: 'All rollouts' }),
    ).toHaveAttribute('href', '/rollouts');

    const sidebar = screen.getByRole('navigation', { name: 'sidebar nav' });
    for (const [name, href] of [
      ['Home', '/'],
      ['Catalog', '/catalog'],
      ['Settings', '/settings'],
    ]) {
      expect(within(sidebar).getByRole('link', { name })).toHaveAttribute(
        'href',
        href,
      );
    }
    expect(within(sidebar).getByText('sandbox')).toBeInTheDocument();
    // In the side bar, and above the page on small screens.
    const badges = screen.getAllByRole('link', { name: /^sandbox/ });
    expect(badges.map(badge => badge.getAttribute('href'))).toEqual([
      '/sandbox',
      '/sandbox',
    ]);
  });
});
