import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { metricsApiRef } from '@slipway/plugin-portal-react';
import {
  fakeLiveApi,
  mockedApi,
  pageApis,
} from '@slipway/plugin-portal-react/testUtils';
import {
  focusId,
  timelineChangesTopic,
  TimelineAnswer,
  TimelinePlace,
  TimelineTone,
  TimeRange,
} from '@slipway/plugin-timeline-common';
import { topicRequest } from '@slipway/plugin-live-common';
import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { TimelineApi, timelineApiRef } from './api/TimelineApi';
import { TimelineTab } from './components/TimelineTab';

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', namespace: 'default' },
};
const ORDERS = 'component:default/orders';
const NOW = Date.parse('2026-01-15T14:00:00Z');
const HOUR = 3_600_000;
const FIXED = `range=${NOW - 6 * HOUR}-${NOW}`;

const answerOf = (
  range: TimeRange,
  more: Partial<TimelineAnswer> = {},
): TimelineAnswer => ({
  ...range,
  at: NOW,
  entityRefs: [ORDERS],
  places: [
    {
      cluster: 'gke',
      namespace: 'shop',
      workload: 'orders',
      entityRef: ORDERS,
    },
  ],
  missing: [
    {
      plugin: 'loadtest',
      title: 'load tests',
      kinds: ['load'],
      reason: 'no answer within 5 s',
    },
  ],
  lanes: [
    {
      plugin: 'rollouts',
      id: 'release gke',
      kind: 'release',
      place: 'gke/shop orders',
      entityRef: ORDERS,
      knownFrom: NOW - 5 * HOUR,
      knownFromReason: 'The portal has recorded no release before.',
      items: [
        {
          type: 'span',
          id: 'r1',
          title: '1.9.0',
          tone: 'progressing',
          band: 'canary',
          from: NOW - 4 * HOUR,
          to: NOW - 3 * HOUR,
          weights: [
            { at: NOW - 4 * HOUR, percent: 20 },
            { at: NOW - 3.5 * HOUR, percent: 50 },
          ],
        },
      ],
    },
    {
      plugin: 'chaos',
      id: 'fault',
      kind: 'fault',
      lacking: ['eks is unreachable'],
      items: [
        {
          type: 'span',
          id: 'f1',
          title: 'NetworkChaos slow',
          detail: 'Delays packets by 300ms',
          tone: 'healthy',
          from: NOW - 2 * HOUR,
          to: NOW - HOUR,
          path: '/resilience/faults/gke/shop/NetworkChaos/slow',
        },
      ],
    },
  ],
  ...more,
});

function Address() {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{`${pathname}${search}`}</output>;
}

function open(
  query: string,
  read: TimelineApi['read'] = async (_, range) => answerOf(range),
) {
  const api = mockedApi<TimelineApi>({ read });
  const live = fakeLiveApi();
  const metrics = mockedApi({
    getGolden: async () => ({ series: [] }),
  });
  renderInTestApp(
    <EntityProvider entity={ENTITY}>
      <TimelineTab />
      <Address />
    </EntityProvider>,
    {
      initialRouteEntries: [`/?${query}`],
      apis: [
        ...pageApis(live).apis,
        [timelineApiRef, api],
        [metricsApiRef, metrics],
        mockApis.identity({ userEntityRef: 'user:default/vera' }),
      ],
    },
  );
  return { api, live, metrics };
}
const table = () =>
  screen.findByRole('table', { name: /Marks of the timeline/ });
const address = () =>
  new URLSearchParams(
    screen.getByLabelText('address').textContent?.split('?')[1],
  );

describe('the timeline of a service', () => {
  it('has its marks as a table, and the sources that did not answer by name', async () => {
    const { api, metrics } = open(FIXED);
    const rows = within(await table())
      .getAllByRole('row')
      .slice(1);
    expect(
      rows.map(row => within(row).getByRole('button').textContent),
    ).toEqual(['NetworkChaos slow', '1.9.0']);
    expect(rows[1]).toHaveTextContent('20 % → 50 %');
    expect(api.read).toHaveBeenCalledWith(ORDERS, {
      from: NOW - 6 * HOUR,
      to: NOW,
    });
    expect(
      screen.getByText(
        /load tests \(no answer within 5 s\), eks is unreachable/,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText('unknown: no answer within 5 s'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/orders · The portal has recorded no release before/),
    ).toBeInTheDocument();
    expect(metrics.getGolden).toHaveBeenCalledWith(
      expect.objectContaining({
        deployment: 'orders',
        start: (NOW - 6 * HOUR) / 1000,
        end: NOW / 1000,
      }),
    );
  });

  it('folds lanes that have nothing in the range, and says how many', async () => {
    open(FIXED, async (_, range) =>
      answerOf(range, {
        lanes: [
          ...answerOf(range).lanes,
          {
            plugin: 'observability',
            id: 'alert gke',
            kind: 'alert',
            items: [],
          },
        ],
      }),
    );
    const more = await screen.findByRole('button', {
      name: '1 lane (alerts) has nothing in this range',
    });
    expect(screen.queryByTestId('lane alert gke')).not.toBeInTheDocument();
    await userEvent.click(more);
    expect(screen.getByTestId('lane alert gke')).toBeInTheDocument();
  });

  it('leads from a fault to its page, and to metrics of the same time', async () => {
    open(FIXED);
    await userEvent.click(
      within(await table()).getByRole('button', { name: 'NetworkChaos slow' }),
    );
    const chosen = screen.getByRole('region', {
      name: 'Chosen: NetworkChaos slow',
    });
    expect(
      within(chosen).getByRole('link', { name: 'Open its page' }),
    ).toHaveAttribute('href', '/resilience/faults/gke/shop/NetworkChaos/slow');
    const around = `${NOW - 2.5 * HOUR}-${NOW - 0.5 * HOUR}`;
    expect(
      within(chosen).getByRole('link', { name: /Metrics, logs and links/ }),
    ).toHaveAttribute(
      'href',
      `/catalog/default/component/orders/observability?range=${around}`,
    );
    expect(address().get('focus')).toBe('chaos/fault/f1');
    await userEvent.click(
      within(chosen).getByRole('button', { name: '± 30 min around this' }),
    );
    await waitFor(() => expect(address().get('range')).toBe(around));
    expect(address().get('focus')).toBe('chaos/fault/f1');
  });

  it('says what is under the pointer, and a click looks at it', async () => {
    open(FIXED);
    await table();
    const lane = screen.getByTestId('lane fault');
    // The axis has 708 px for six hours, 76 px from the left.
    const at = (hours: number) => ({
      clientX: 76 + (708 * (6 - hours)) / 6,
      clientY: 5,
    });
    fireEvent.mouseMove(lane, at(3));
    expect(lane.querySelector('title')).toBeNull();
    fireEvent.mouseMove(lane, at(1.5));
    expect(lane.querySelector('title')).toHaveTextContent(
      /^NetworkChaos slow 2026-01-15 12:00:00 UTC, for 1 h/,
    );
    fireEvent.click(lane, at(1.5));
    expect(
      await screen.findByRole('region', { name: 'Chosen: NetworkChaos slow' }),
    ).toBeInTheDocument();
  });

  it('shows what the address says', async () => {
    open(`${FIXED}&hide=release&focus=chaos/fault/f1`);
    expect(
      await screen.findByRole('region', { name: 'Chosen: NetworkChaos slow' }),
    ).toBeInTheDocument();
    expect(within(await table()).queryByText('1.9.0')).toBeNull();
    expect(screen.getByRole('button', { name: 'Releases' })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
  });

  it('says so when what the address points at is not there', async () => {
    open(`${FIXED}&focus=chaos/fault/gone`);
    expect(
      await screen.findByText(/is not in this range, or its lane is not shown/),
    ).toBeInTheDocument();
  });

  it('is moved and zoomed', async () => {
    open(FIXED);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Zoom in' }),
    );
    await waitFor(() =>
      expect(address().get('range')).toBe(
        `${NOW - 4.5 * HOUR}-${NOW - 1.5 * HOUR}`,
      ),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Earlier' }));
    await waitFor(() =>
      expect(address().get('range')).toBe(
        `${NOW - 6 * HOUR}-${NOW - 3 * HOUR}`,
      ),
    );
  });

  it('with nothing in the range says so', async () => {
    open(FIXED, async (_, range) =>
      answerOf(range, { lanes: [], missing: [], places: [] }),
    );
    expect(
      await screen.findByText('Nothing is known of this time'),
    ).toBeInTheDocument();
  });

  it('is read again when something changed, and keeps what it had when that fails', async () => {
    let fails = false;
    const { api, live } = open('range=6h', async (_, range) => {
      if (fails) throw new Error('the portal is away');
      return answerOf(range);
    });
    await table();
    const request = topicRequest(timelineChangesTopic, {});
    act(() => live.snapshot(request, { now: { at: 1 } }));
    fails = true;
    act(() => live.snapshot(request, { now: { at: 2 } }));
    expect(
      await screen.findByText('The timeline could not be read again'),
    ).toBeInTheDocument();
    expect(api.read).toHaveBeenCalledTimes(2);
    expect(within(await table()).getByText('1.9.0')).toBeInTheDocument();
  });

  it('that could not be read says why', async () => {
    open(FIXED, async () => {
      throw new Error('the portal is away');
    });
    expect(
      await screen.findByText('The timeline cannot be shown'),
    ).toBeInTheDocument();
  });
});

describe('the timeline of a system', () => {
  const CART = 'component:default/cart';
  const USERS = 'component:default/users';
  const alert = (id: string, entityRef: string, tone: TimelineTone) => ({
    plugin: 'observability',
    id: `alert ${entityRef}`,
    kind: 'alert' as const,
    entityRef,
    items: [
      { type: 'mark' as const, id, title: 'Errors', tone, at: NOW - 5 * HOUR },
    ],
  });
  const place = (
    workload: string,
    environment: TimelinePlace['environment'],
  ): TimelinePlace => ({
    cluster: `gke-${environment}`,
    namespace: 'shop',
    workload,
    entityRef: `component:default/${workload}`,
    environment,
  });
  const read: TimelineApi['read'] = async (_, range) => {
    const { lanes, ...answer } = answerOf(range);
    return {
      ...answer,
      missing: [],
      entityRefs: [CART, ORDERS, USERS],
      places: [
        place('cart', 'dev'),
        place('cart', 'prod'),
        place('orders', 'prod'),
      ],
      lanes: [
        ...lanes,
        alert('a1', CART, 'degraded'),
        { ...alert('a2', USERS, 'healthy'), kind: 'analysis' },
      ],
    };
  };
  const service = (name: string) => screen.findByRole('button', { name });

  it('is one lane for each service, with what is worth showing', async () => {
    open(FIXED, read);
    expect(await service('cart')).toHaveAttribute('aria-expanded', 'false');
    expect(
      screen.getByText(/^alerts 1; not all is known of faults/),
    ).toBeVisible();
    expect(screen.getByTestId(`service ${CART}`)).toBeInTheDocument();
    expect(screen.queryByTestId('lane fault')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'users' })).toBeNull();
    await userEvent.click(
      screen.getByRole('button', {
        name: '1 service has nothing worth showing in this range; of 1 not all is known',
      }),
    );
    expect(await service('users')).toBeInTheDocument();
  });

  it('opens a service, and the address says which', async () => {
    open(FIXED, read);
    await userEvent.click(await service('orders'));
    expect(await service('orders')).toHaveAttribute('aria-expanded', 'true');
    expect(address().get('open')).toBe(ORDERS);
    expect(screen.getByTestId('lane release gke')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Its own timeline' }),
    ).toHaveAttribute(
      'href',
      `/catalog/default/component/orders/timeline?${FIXED}`,
    );
    await userEvent.click(await service('orders'));
    expect(address().get('open')).toBeNull();
    expect(screen.queryByTestId('lane release gke')).not.toBeInTheDocument();
  });

  it('opens the service of what is looked at, where its one lane leaves it out', async () => {
    const focus = focusId(alert('a2', USERS, 'healthy'), { id: 'a2' });
    open(`${FIXED}&focus=${encodeURIComponent(focus)}`, read);
    expect(await service('users')).toHaveAttribute('aria-expanded', 'true');
    await userEvent.click(await service('users'));
    await waitFor(() => expect(address().get('focus')).toBeNull());
  });

  it('shows the metrics of the service on which something went wrong, until another is chosen', async () => {
    const { metrics } = open(FIXED, read);
    await table();
    expect(metrics.getGolden).toHaveBeenLastCalledWith(
      expect.objectContaining({ cluster: 'gke-prod', deployment: 'cart' }),
    );
    await userEvent.click(screen.getByRole('combobox', { name: 'Workload' }));
    await userEvent.click(
      screen.getByRole('option', { name: 'gke-prod/shop orders' }),
    );
    await waitFor(() =>
      expect(metrics.getGolden).toHaveBeenLastCalledWith(
        expect.objectContaining({ deployment: 'orders' }),
      ),
    );
    expect(address().get('workload')).toBe('gke-prod/shop/orders');
  });
});
