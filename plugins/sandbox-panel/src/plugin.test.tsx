import { ConfigReader } from '@backstage/config';
import { createApp } from '@backstage/frontend-defaults';
import { render, screen } from '@testing-library/react';
import features from './index';

/** An app with nothing but this package. */
function renderApp(slipway: { sandbox?: boolean }) {
  const app = createApp({
    features: [features],
    advanced: {
      configLoader: async () => ({
        config: new ConfigReader({
          app: {
            title: 'Test',
            baseUrl: 'http://localhost',
            // Nobody signs in.
            extensions: [{ 'sign-in-page:app': false }],
          },
          backend: { baseUrl: 'http://localhost' },
          slipway,
        }),
      }),
    },
  });
  window.history.pushState({}, '', '/sandbox');
  render(app.createRoot());
}

beforeEach(() => {
  // The backend is not asked for what these tests look at.
  jest
    .spyOn(window, 'fetch')
    .mockResolvedValue(Response.json({}, { status: 503 }));
});

it('has a page where the portal looks at a sandbox', async () => {
  renderApp({ sandbox: true });
  expect(await screen.findByRole('link', { name: 'Sandbox' })).toHaveAttribute(
    'href',
    '/sandbox',
  );
  expect(
    await screen.findByText('The sandbox cannot be shown'),
  ).toBeInTheDocument();
});

it.each([{}, { sandbox: false }])('is not there with %j', async slipway => {
  renderApp(slipway);
  expect(await screen.findByText(/404/)).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Sandbox' })).toBeNull();
});
