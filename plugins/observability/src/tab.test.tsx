import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { decodeRison } from '@slipway/plugin-observability-common/testUtils';
import {
  DEV,
  fakeApi,
  goldenOf,
  renderTab,
  VIEW,
} from './__testUtils__/renderTab';

const RANGE = '1768482000000-1768485600000';
const figures = () =>
  screen.findByRole('table', { name: 'Medians over the range' });
const cellsOf = (table: HTMLElement, row: string) =>
  within(within(table).getByRole('row', { name: new RegExp(`^${row}`) }))
    .getAllByRole('cell')
    .map(cell => cell.textContent);

describe('the tab', () => {
  it('has golden metrics of canary and stable side by side, of the place with the canary', async () => {
    const { metrics } = renderTab({ path: `/?range=${RANGE}` });
    const table = await figures();
    await waitFor(() =>
      expect(cellsOf(table, 'p95 latency')).toEqual(
        ['100 ms', '150 ms', '+50 %'].map(text =>
          text.replace(' %', '\u00a0%'),
        ),
      ),
    );
    expect(cellsOf(table, 'Success rate')).toEqual([
      '100 %',
      '95 %',
      '−5\u00a0pp',
    ]);
    expect(cellsOf(table, 'Requests')).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ]);
    const target = {
      cluster: 'gke',
      namespace: 'shop',
      deployment: 'orders',
      start: 1768482000,
      end: 1768485600,
      step: 30,
    };
    expect(metrics.getGolden.mock.calls.map(([query]) => query)).toEqual([
      { ...target, podTemplateHash: '6dfb' },
      { ...target, podTemplateHash: '7bcd' },
    ]);
  });

  it('compares with a week ago, whatever the revisions were then', async () => {
    const { metrics } = renderTab({ path: `/?range=${RANGE}&compare=7d` });
    const table = await figures();
    await waitFor(() => expect(cellsOf(table, 'p95 latency')).toHaveLength(5));
    expect(metrics.getGolden.mock.calls.map(([query]) => query)).toContainEqual(
      {
        cluster: 'gke',
        namespace: 'shop',
        deployment: 'orders',
        start: 1768482000 - 604_800,
        end: 1768485600 - 604_800,
        step: 30,
      },
    );
  });

  it('shows the queries, and opens them in Grafana with the same range', async () => {
    renderTab({ path: `/?range=${RANGE}` });
    await figures();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Queries of p95 latency' }),
    );
    const link = screen.getByRole('link', { name: 'Open canary in Grafana' });
    const url = new URL(link.getAttribute('href') ?? '');
    const { a } = JSON.parse(url.searchParams.get('panes') ?? '');
    expect(a.range).toEqual({ from: '1768482000000', to: '1768485600000' });
    expect(a.queries[0].expr).toContain('replicaset="orders-7bcd"');
    expect(screen.getByText(a.queries[0].expr)).toBeVisible();
  });

  it('has links into other tools with workload, revision and range', async () => {
    renderTab({ path: `/?range=${RANGE}` });
    const links = within(
      await screen.findByRole('list', { name: 'The same in other tools' }),
    ).getAllByRole('link');
    expect(links.map(link => link.textContent)).toEqual([
      'Dashboard in Grafana',
      'Logs of stable in Kibana',
      'Logs of canary in Kibana',
      'Traces in Zipkin',
    ]);
    const { hash } = new URL(links[2].getAttribute('href') ?? '');
    const search = new URLSearchParams(hash.replace('#/?', ''));
    expect(decodeRison(search.get('_g') ?? '')).toEqual({
      time: {
        from: '2026-01-15T13:00:00.000Z',
        to: '2026-01-15T14:00:00.000Z',
      },
    });
    expect(decodeRison(search.get('_a') ?? '')).toMatchObject({
      query: { query: 'ns : "shop" and app : "orders" and hash : "7bcd"' },
    });
  });

  it('says that a cluster has no Prometheus', async () => {
    renderTab({ path: '/?place=aks/shop/orders' });
    expect(
      await screen.findByText('No Prometheus is configured for cluster aks'),
    ).toBeVisible();
  });
});

describe('what one source lacks', () => {
  it('leaves stable where only the canary cannot be read', async () => {
    renderTab({
      path: `/?range=${RANGE}`,
      getGolden: async query => {
        if (query.podTemplateHash === '7bcd') {
          throw new ServiceUnavailableError('Prometheus does not answer');
        }
        return goldenOf(query);
      },
    });
    expect(
      await screen.findByText('The metrics of canary could not be read'),
    ).toBeVisible();
    expect(cellsOf(await figures(), 'p95 latency').slice(0, 2)).toEqual([
      '100 ms',
      'unknown',
    ]);
  });

  it('leaves the rest of the tab as it is', async () => {
    const down = async () => {
      throw new ServiceUnavailableError('Prometheus does not answer');
    };
    renderTab({ api: fakeApi({ getNow: down, getAlerts: down }) });
    expect(
      await screen.findByText('What is measured now cannot be shown'),
    ).toBeVisible();
    expect(
      await screen.findByText('The alerts of this service cannot be shown'),
    ).toBeVisible();
    expect(await figures()).toBeVisible();
  });

  it('names clusters that are not known', async () => {
    const missing = [{ source: 'eks: rollouts', reason: 'it is away' }];
    renderTab({
      api: fakeApi({ getView: async () => ({ ...VIEW, missing }) }),
    });
    expect(
      await screen.findByText(
        'Not complete. Missing: eks: rollouts (it is away).',
      ),
    ).toBeVisible();
  });

  it('says what permission is missing', async () => {
    renderTab({
      api: fakeApi({
        getView: async () => {
          throw new NotAllowedError('no');
        },
      }),
    });
    expect(await screen.findByText('observability.read')).toBeVisible();
  });

  it('says that there is no workload, and how there is one', async () => {
    renderTab({
      api: fakeApi({ getView: async () => ({ ...VIEW, places: [] }) }),
    });
    expect(
      await screen.findByText('No workload of this entity is known'),
    ).toBeVisible();
  });
});

describe('the service graph', () => {
  it('has its edges as a table, with what catalog or traffic lacks', async () => {
    renderTab();
    await userEvent.click(
      await screen.findByRole('button', { name: 'View graph as table' }),
    );
    const rows = within(
      await screen.findByRole('table', { name: 'Callers and callees' }),
    )
      .getAllByRole('row')
      .slice(1)
      .map(row =>
        within(row)
          .getAllByRole('cell')
          .map(cell => cell.textContent),
      );
    expect(rows).toEqual([
      ['orders', 'users', 'no traffic', 'unknown', 'no traffic'],
      ['web', 'orders', '40 req/s', '90 %', 'not in the catalog'],
    ]);
  });

  it('is a picture whose services lead to their pages', async () => {
    renderTab();
    const link = await screen.findByRole('link', {
      name: 'users, not measured here',
    });
    expect(link).toHaveAttribute(
      'href',
      '/catalog/default/component/users/observability',
    );
  });
});

describe('alerts', () => {
  it('are there with severity, cluster and state', async () => {
    renderTab({
      api: fakeApi({
        getAlerts: async () => ({
          alerts: [
            {
              cluster: 'gke',
              name: 'Slow',
              state: 'firing',
              severity: 'page',
              summary: 'p95 above 1 s',
              since: '2026-01-15T13:00:00Z',
              query: 'x > 1',
              labels: {},
            },
          ],
          missing: [
            { source: 'Prometheus of aks', reason: 'none is configured' },
          ],
        }),
      }),
    });
    const table = await screen.findByRole('table', { name: 'Alerts' });
    expect(
      within(table).getByRole('row', { name: /Slow.*Firing.*page.*gke/ }),
    ).toBeVisible();
    expect(
      screen.getByText(
        'Not complete. Missing: Prometheus of aks (none is configured).',
      ),
    ).toBeVisible();
    expect(DEV.cluster).toBe('aks');
  });
});
