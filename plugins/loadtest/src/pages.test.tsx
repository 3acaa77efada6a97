import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  EndpointRow,
  ErrorRow,
  WorkerRow,
} from '@slipway/plugin-loadtest-common';
import {
  fakeLiveApi,
  giveElementsSize,
} from '@slipway/plugin-portal-react/testUtils';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  ENTITY_REF,
  FAILED,
  run,
  RUN_ID,
  runDetail,
  sample,
} from './__testUtils__/fixtures';
import {
  fakeLoadtestApi,
  renderPage,
  renderWithApis,
} from './__testUtils__/renderPage';
import { EntityLoadTests } from './components/EntitySection';

const LIST = { topic: 'loadtest:list' };
const RUN = { topic: 'loadtest:run', params: { id: RUN_ID } };

beforeAll(giveElementsSize);

describe('the list of load tests', () => {
  it('shows a skeleton until it is there, then follows the stream', async () => {
    const { live } = renderPage('/resilience/load');
    expect(
      await screen.findByRole('status', { name: 'Loading load tests' }),
    ).toBeInTheDocument();
    act(() => live.snapshot(LIST, { [RUN_ID]: run() }));
    const grid = await screen.findByRole('grid', { name: 'Load tests' });
    expect(grid).toHaveTextContent('40 of 80 users, 52.4 req/s, p95 unknown');
    act(() =>
      live.snapshot(LIST, {
        [RUN_ID]: run({
          state: 'finished',
          now: undefined,
          verdict: { outcome: 'fail', reason: 'Too slow.', final: true },
        }),
      }),
    );
    expect(screen.getByTestId('run-verdict')).toHaveTextContent('Fail');
    expect(screen.getByTestId('run-state')).toHaveTextContent('Finished');
  });

  it('says what to do where there is none', async () => {
    const { live } = renderPage('/resilience/load');
    act(() => live.snapshot(LIST, {}));
    expect(
      await screen.findByText('No load test has run yet'),
    ).toBeInTheDocument();
  });

  it('says who may see them', async () => {
    const { live } = renderPage('/resilience/load');
    await screen.findByRole('status', { name: 'Loading load tests' });
    act(() =>
      live.send({
        type: 'failed',
        id: 'loadtest:list',
        error: { name: 'NotAllowedError', message: 'no' },
      }),
    );
    expect(
      await screen.findByText('You may not see load tests'),
    ).toBeInTheDocument();
    expect(screen.getByText('loadtest.read')).toBeInTheDocument();
  });
});

describe('the page of a run', () => {
  const endpoint: EndpointRow = {
    endpoint: 'GET /order-service/api/orders',
    requests: 1200,
    failures: 12,
    failureRatio: 0.01,
    requestsPerSecond: 50,
    p95: 281,
  };
  const error: ErrorRow = {
    key: 'e1',
    endpoint: 'GET /order-service/api/orders',
    message: '503 Service Unavailable',
    occurrences: 12,
  };
  const worker: WorkerRow = { id: 'w1', state: 'running', users: 40 };

  it('shows figures, verdict, endpoints, errors and generators; what is not known is unknown', async () => {
    const live = fakeLiveApi();
    live.snapshot(RUN, {
      run: runDetail({ simulated: true }),
      verdict: FAILED,
      'sample/1': sample(1),
      'endpoint/a': endpoint,
      'error/e1': error,
      'worker/w1': worker,
    });
    renderPage(`/resilience/load/runs/${RUN_ID}`, { live });
    const figures = await screen.findByRole('region', {
      name: 'Figures of the newest sample',
    });
    expect(figures).toHaveTextContent('of 80 wanted');
    expect(figures).toHaveTextContent('52.4 req/s');
    expect(figures).toHaveTextContent('1 %');
    expect(screen.getByText(/its Locust is simulated/)).toBeInTheDocument();
    expect(
      within(screen.getByRole('region', { name: 'Thresholds' })).getByText(
        /412 ms at 30 s/,
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Endpoints' })).toHaveTextContent(
      'GET /order-service/api/orders12001 %50 req/sunknown281 msunknownunknown',
    );
    expect(screen.getByRole('region', { name: 'Errors' })).toHaveTextContent(
      '503 Service Unavailable12',
    );
    expect(screen.getByRole('region', { name: 'Workers' })).toHaveTextContent(
      'w1running40unknownunknown',
    );
  });

  it('says so before anything was measured, and where there is no such run', async () => {
    const live = fakeLiveApi();
    live.snapshot(RUN, {
      run: runDetail({ state: 'starting', now: undefined }),
    });
    renderPage(`/resilience/load/runs/${RUN_ID}`, { live });
    expect(
      await screen.findByText(/Nothing was measured yet/),
    ).toBeInTheDocument();
    expect(screen.getByText(/Nothing was judged yet/)).toBeInTheDocument();
    act(() => live.snapshot(RUN, {}));
    expect(await screen.findByText('There is no such run')).toBeInTheDocument();
  });

  it('stops at a press, and says why not once it has ended', async () => {
    const live = fakeLiveApi();
    live.snapshot(RUN, { run: runDetail() });
    const { api, toasts } = renderPage(`/resilience/load/runs/${RUN_ID}`, {
      live,
    });
    const button = await screen.findByRole('button', { name: 'Stop' });
    await waitFor(() =>
      expect(button).not.toHaveAttribute('aria-disabled', 'true'),
    );
    await userEvent.click(button);
    await waitFor(() => expect(toasts).toHaveLength(1));
    expect(api.stop).toHaveBeenCalledWith(RUN_ID, {});
    expect(toasts[0].title).toBe('Stop of order-service was accepted.');
    act(() => live.snapshot(RUN, { run: runDetail({ state: 'stopped' }) }));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Stop' })).toHaveAttribute(
        'aria-disabled',
        'true',
      ),
    );
  });
});

it('says that there is nothing at an address that no page has', async () => {
  renderPage('/resilience/load/weather');
  expect(await screen.findByText(/PAGE NOT FOUND/)).toBeInTheDocument();
});

it('says that there is no such run at an address that is none', async () => {
  renderPage('/resilience/load/runs/nothing');
  expect(await screen.findByText('There is no such run')).toBeInTheDocument();
});

describe('the launch', () => {
  const path = (query: string) =>
    `/resilience/load/launch?entity=${encodeURIComponent(ENTITY_REF)}${query}`;

  it('shows the curve and what is judged, asks, and sends what was chosen', async () => {
    const { api } = renderPage(path('&profile=spike'));
    expect(
      await screen.findByText(/Up to 80 users offer about/),
    ).toHaveTextContent('Workers needed: 2.');
    expect(
      screen.getByText(/p95 at most 300 ms in every 10 s; the run stops/),
    ).toBeInTheDocument();
    const button = screen.getByRole('button', { name: 'Launch…' });
    await waitFor(() =>
      expect(button).not.toHaveAttribute('aria-disabled', 'true'),
    );
    await userEvent.click(button);
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Launch load test on order-service');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Launch' }),
    );
    await waitFor(() => expect(api.launch).toHaveBeenCalledTimes(1));
    expect(api.launch.mock.calls[0][0]).toMatchObject({
      draft: { profile: 'spike', runner: 'kubernetes' },
      seen: { hash: 'hash-1' },
    });
  });

  it('names the rule that refuses, and cannot be pressed', async () => {
    renderPage(path('&profile=spike&at=gke-prod/ecommerce'));
    expect(
      await screen.findByText('In prod at most 50 users: the spike has 80.'),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Launch…' })).toHaveAttribute(
        'aria-disabled',
        'true',
      ),
    );
  });

  it('keeps a choice in the address', async () => {
    renderPage(path(''));
    await userEvent.click(await screen.findByRole('radio', { name: /^Spike/ }));
    expect(
      await screen.findByText(/Up to 80 users offer about/),
    ).toBeInTheDocument();
  });

  it('shows the errors of a suite with line and column', async () => {
    renderPage(path(''), {
      api: fakeLoadtestApi({
        getSuite: async () => ({
          state: 'invalid',
          errors: [
            {
              line: 7,
              column: 3,
              path: 'profiles.spike.peak',
              message: 'must be a number',
            },
          ],
        }),
      }),
    });
    expect(
      await screen.findByText(
        'Line 7, column 3: profiles.spike.peak must be a number',
      ),
    ).toBeInTheDocument();
  });
});

describe('the page of a service', () => {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'order-service', namespace: 'default' },
  };

  it('offers each profile and shows the last runs of this service only', async () => {
    const live = fakeLiveApi();
    live.snapshot(LIST, {
      [RUN_ID]: run(),
      other: run({ id: 'other', entityRef: 'component:default/cart' }),
    });
    renderWithApis(
      <EntityProvider entity={entity}>
        <EntityLoadTests />
      </EntityProvider>,
      { live },
    );
    expect(
      await screen.findByRole('link', { name: 'Launch Spike…' }),
    ).toHaveAttribute(
      'href',
      '/resilience/load/launch?entity=component%3Adefault%2Forder-service&profile=spike',
    );
    const table = screen.getByRole('region', { name: 'Last runs' });
    expect(within(table).getAllByRole('row')).toHaveLength(2);
    expect(within(table).getByRole('link', { name: 'Spike' })).toHaveAttribute(
      'href',
      `/resilience/load/runs/${RUN_ID}`,
    );
  });

  it('says why there is nothing to launch', async () => {
    const live = fakeLiveApi();
    live.snapshot(LIST, {});
    renderWithApis(
      <EntityProvider entity={entity}>
        <EntityLoadTests />
      </EntityProvider>,
      {
        live,
        api: fakeLoadtestApi({
          getSuite: async () => ({
            state: 'absent',
            reason: 'The entity has no annotation slipway.io/load-test.',
          }),
        }),
      },
    );
    expect(
      await screen.findByText('This service has no load test suite'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('No load test of this service has run yet.'),
    ).toBeInTheDocument();
  });
});
