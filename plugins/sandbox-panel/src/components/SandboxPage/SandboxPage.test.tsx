import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { service, demo } from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';
import { responseError } from '../../__testUtils__/responses';

const startButton = (place = 'gke-prod/ecommerce', name = 'order-service') =>
  screen.findByRole('button', {
    name: `Start release of ${name} in ${place}`,
  });

describe('the page', () => {
  it('reports what is simulated, how old it is, and where each service stands', async () => {
    renderPage();
    expect(
      await screen.findByText(
        /Clusters \(gke-prod, aks-dev\).*nothing here is real/,
      ),
    ).toBeInTheDocument();
    expect(screen.getByTestId('as-of')).toHaveTextContent(/^as of .+ ago$/);
    // To be seen, and for screen readers.
    expect(screen.getAllByText('4 services; you may release 3')).toHaveLength(
      2,
    );
    const table = screen.getByRole('table', { name: 'Services of gke-prod' });
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows.map(row => row.textContent)).toEqual([
      expect.stringMatching(
        /^order-serviceteam-orders.*Healthy0\.2\.0idle, 3 min/,
      ),
      expect.stringMatching(/^product-serviceteam-catalog/),
      expect.stringMatching(
        /^shipping-service.*Paused0\.3\.0-errors failingwaiting for manual promotion, 3 min/,
      ),
    ]);
    expect(
      within(rows[0]).getByRole('link', { name: 'order-service' }),
    ).toHaveAttribute('href', '/rollouts/gke-prod/ecommerce/order-service');
    expect(
      screen.getByText('Next run of the demo scenario in 40 s.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/failing, started by a user/).closest('li'),
    ).toHaveTextContent(
      '3 min ago shipping-service 0.3.0-errors on gke-prod/ecommerce, failing, started by a user',
    );
  });

  it('says why a button cannot be pressed', async () => {
    renderPage();
    const foreign = await startButton('gke-prod/ecommerce', 'product-service');
    expect(foreign).toHaveAttribute('aria-disabled', 'true');
    expect(foreign).toHaveAccessibleDescription(
      'Only owners (team-catalog) and the platform group may release product-service.',
    );
    const moving = await startButton('gke-prod/ecommerce', 'shipping-service');
    expect(moving).toHaveAccessibleDescription(
      /promote it to its end or abort/,
    );
    await userEvent.click(foreign);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('keeps its filters in the address', async () => {
    renderPage({ path: '/sandbox?cluster=aks-dev' });
    expect(
      await screen.findAllByText('1 of 4 services; you may release 3'),
    ).toHaveLength(2);
    await userEvent.click(screen.getByRole('button', { name: 'aks-dev' }));
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Search services' }),
      'none',
    );
    expect(screen.getByTestId('address')).toHaveTextContent('/sandbox?q=none');
    await userEvent.click(
      (
        await screen.findAllByRole('button', { name: 'Clear filters' })
      )[0],
    );
    expect(screen.getAllByRole('table')).toHaveLength(2);
  });
});

describe('starting a release', () => {
  it('says what each will do, sends the choice, and leads to the rollout', async () => {
    const { panel, toasts } = renderPage();
    await userEvent.click(await startButton());
    const dialog = screen.getByRole('dialog');
    expect(dialog).toHaveAccessibleName('Start a release of order-service');
    const failing = within(dialog).getByRole('radio', { name: /^Failing/ });
    expect(failing).toHaveAccessibleName(
      /Fails 15 % of its requests.*waits for manual promotion at step 2.*success-rate aborts it at step 4/,
    );
    await userEvent.click(failing);
    panel.onAct = () => {
      panel.now = demo({
        clusters: [
          {
            name: 'gke-prod',
            services: [service({ phase: 'Progressing', idle: false })],
          },
        ],
      });
    };
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Start release' }),
    );
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(panel.released).toEqual([
      {
        cluster: 'gke-prod',
        namespace: 'ecommerce',
        service: 'order-service',
        quality: 'errors',
      },
    ]);
    // Nobody waited five seconds for it.
    expect(await screen.findByText('Progressing')).toBeInTheDocument();
    expect(toasts).toEqual([
      expect.objectContaining({
        title: 'order-service 0.3.0 started on gke-prod/ecommerce',
      }),
    ]);
    const { getByRole } = render(<>{toasts[0].description}</>);
    const link = getByRole('link', { name: 'Watch its rollout' });
    expect(link).toHaveAttribute(
      'href',
      '/rollouts/gke-prod/ecommerce/order-service',
    );
    await userEvent.click(link);
    expect(screen.getByTestId('address')).toHaveTextContent(
      /^\/rollouts\/gke-prod\/ecommerce\/order-service$/,
    );
  });

  it('shows the reason of a refusal and loses nothing', async () => {
    const { panel, toasts } = renderPage();
    panel.onAct = async () => {
      throw await responseError(409, 'order-service is Paused with 0.3.0.');
    };
    await userEvent.click(await startButton());
    const dialog = screen.getByRole('dialog');
    await userEvent.click(within(dialog).getByRole('radio', { name: /^Slow/ }));
    const send = within(dialog).getByRole('button', { name: 'Start release' });
    await userEvent.click(send);
    expect(
      await within(dialog).findByText(
        'No release was started. order-service is Paused with 0.3.0.',
      ),
    ).toBeInTheDocument();
    expect(within(dialog).getByRole('radio', { name: /^Slow/ })).toBeChecked();
    expect(toasts).toEqual([]);
  });

  it('cannot be sent when the service changed meanwhile', async () => {
    const { panel } = renderPage({
      now: demo({ maySetSpeed: { allowed: true } }),
    });
    await userEvent.click(await startButton());
    panel.now = demo({
      clusters: [
        {
          name: 'gke-prod',
          services: [service({ phase: 'Paused', idle: false })],
        },
      ],
    });
    // The tab was away and is back: the page asks at once.
    document.dispatchEvent(new Event('visibilitychange'));
    const dialog = screen.getByRole('dialog');
    expect(
      await within(dialog).findByText(
        /promote it to its end or abort it first/,
        {
          selector: '.MuiAlert-message, [class*="MuiAlert-message"]',
        },
      ),
    ).toBeInTheDocument();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Start release' }),
    );
    expect(panel.released).toEqual([]);
  });
});

describe('the speed', () => {
  it('is changed by those who may', async () => {
    const { panel } = renderPage({
      now: demo({ maySetSpeed: { allowed: true } }),
    });
    const speeds = await screen.findByRole('group', {
      name: 'Speed of sandbox time',
    });
    await userEvent.click(within(speeds).getByRole('button', { name: '5×' }));
    await waitFor(() =>
      expect(
        within(speeds).getByRole('button', { name: '5×' }),
      ).toHaveAttribute('aria-pressed', 'true'),
    );
    expect(panel.speeds).toEqual([5]);
    expect(
      screen.getByText(/At 5× sandbox time leaves the time of this machine/),
    ).toBeInTheDocument();
  });

  it('says why others may not, and what failed', async () => {
    const { panel } = renderPage();
    const button = await screen.findByRole('button', { name: '10×' });
    expect(button).toHaveAccessibleDescription(/Only the platform group/);
    await userEvent.click(button);
    expect(panel.speeds).toEqual([]);
  });

  it('shows a speed that is not among the choices, and a failure', async () => {
    const { panel } = renderPage({
      now: demo({ speed: 3, maySetSpeed: { allowed: true } }),
    });
    panel.onAct = () => {
      throw new Error('The sandbox does not answer.');
    };
    expect(await screen.findByRole('button', { name: '3×' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await userEvent.click(screen.getByRole('button', { name: '1×' }));
    expect(
      await screen.findByText(
        'The speed was not changed. The sandbox does not answer.',
      ),
    ).toBeInTheDocument();
  });
});

describe('states', () => {
  it('has nothing to tell yet', async () => {
    renderPage({ now: demo({ started: [] }) });
    expect(await screen.findByText(/^None yet/)).toBeInTheDocument();
  });

  it('refuses whom it must', async () => {
    renderPage({ now: await responseError(403, 'no') });
    expect(
      await screen.findByText('You may not see the sandbox'),
    ).toBeInTheDocument();
    expect(screen.getByText('sandbox.read')).toBeInTheDocument();
  });

  it('says what failed and tries again when asked', async () => {
    const { panel } = renderPage({
      now: await responseError(503, 'The sandbox does not answer.'),
    });
    expect(
      await screen.findByText('The sandbox does not answer.'),
    ).toBeInTheDocument();
    panel.now = demo();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await startButton()).toBeInTheDocument();
  });

  it('keeps what it knows and says how old it is', async () => {
    const { panel } = renderPage();
    await startButton();
    panel.now = await responseError(503, 'The sandbox does not answer.');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(
      await screen.findByText('What is shown below may be out of date'),
    ).toBeInTheDocument();
    expect(screen.getByTestId('as-of')).toHaveTextContent('no answer since');
    expect(await startButton()).toBeInTheDocument();
  });
});
