import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  fakeLiveApi,
  FakeLiveApi,
  giveElementsSize,
  pageApis,
} from '@slipway/plugin-portal-react/testUtils';
import { upgradesOf } from '@slipway/plugin-security-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReactElement } from 'react';
import { fakeSecurityApi } from './__testUtils__/fakeSecurityApi';
import {
  CANARY_SUMMARY,
  finding,
  FINDINGS,
  ROLLOUT,
  SUMMARY,
  TREND,
} from './__testUtils__/fixtures';
import { SecurityApi, securityApiRef } from './api/SecurityApi';
import { CanaryNote } from './components/Canary/CanaryNote';
import { CanarySection } from './components/Canary/CanarySection';
import { SecurityTab } from './components/EntityTab/SecurityTab';
import { FleetPage } from './components/FleetPage/FleetPage';
import { SecurityCard } from './components/OverviewCard/SecurityCard';

const ORDERS = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-service', namespace: 'default' },
};
const WORKLOAD = { kind: 'Rollout', ref: ROLLOUT };

beforeAll(giveElementsSize);

function render(
  element: ReactElement,
  replaced: Partial<SecurityApi> = {},
  address = '/',
) {
  const live = fakeLiveApi();
  const api = fakeSecurityApi(replaced);
  const { apis } = pageApis(live);
  renderInTestApp(<EntityProvider entity={ORDERS}>{element}</EntityProvider>, {
    apis: [...apis, [securityApiRef, api]],
    initialRouteEntries: [address],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
  return { api, live };
}

const send = (
  live: FakeLiveApi,
  topic: string,
  params: Record<string, string>,
  items: Record<string, unknown>,
) =>
  act(async () => {
    live.snapshot({ topic, params }, items);
  });

const sendSummary = (live: FakeLiveApi) =>
  send(
    live,
    'security:entity',
    { entityRef: 'component:default/order-service' },
    { summary: SUMMARY },
  );

describe('the tab of a service', () => {
  it('says what is unknown, what to upgrade, and where it comes from', async () => {
    const { live } = render(<SecurityTab />);
    await sendSummary(live);
    expect(
      await screen.findByText(
        'One image was not scanned: what is in it is unknown.',
      ),
    ).toBeInTheDocument();
    const table = screen.getByRole('region', {
      name: 'Upgrades of app 0.1.0 · stable',
    });
    expect(within(table).getByText('6.5.2 → 6.5.3')).toBeInTheDocument();
    expect(within(table).getByText('fixes 2 findings')).toBeInTheDocument();
    expect(within(table).getByText('1.23 %')).toBeInTheDocument();
    expect(
      within(table).getByText('· known to be exploited'),
    ).toBeInTheDocument();
    // What a report says is text.
    expect(within(table).getByText('<b>x</b>')).toBeInTheDocument();
    expect(
      screen.getByText(/debian 11.7 is out of support/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/probably this image: same tag/),
    ).toBeInTheDocument();
    expect(screen.getByText('/app/.env')).toBeInTheDocument();
    expect(screen.getByText('1 do not count')).toBeInTheDocument();
    expect(
      screen.getByText(/No file is configured, so it is unknown/),
    ).toBeInTheDocument();
  });
});

describe('deadlines and trend', () => {
  const DAY = 86_400_000;

  it('say what is overdue, and by which rule', async () => {
    const late = { ...finding(), due: '2026-11-01T10:00:00Z', overdue: true };
    const [first, ...others] = FINDINGS.images;
    const { live } = render(<SecurityTab />, {
      getEntityFindings: async () => ({
        ...FINDINGS,
        deadlines: { critical: 7 * DAY, high: 30 * DAY },
        images: [
          { ...first, state: 'scanned', upgrades: upgradesOf([late]) },
          ...others,
        ],
      }),
    });
    await sendSummary(live);
    expect(
      await screen.findByText(
        'One finding is past its deadline. Deadlines, from when a finding was first known here: critical 7 days, high 30 days.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Overdue')).toBeInTheDocument();
    expect(screen.getByText('· overdue')).toBeInTheDocument();
  });

  it('show what was open over time, and what is only no longer scanned', async () => {
    const { live, api } = render(
      <SecurityTab />,
      { getTrend: async () => TREND },
      '/?trend=90',
    );
    await sendSummary(live);
    const chart = await screen.findByRole('img', { name: /^Open findings/ });
    expect(chart).toHaveAccessibleName(/Critical.*High/);
    expect(
      screen.getByText(
        /2 no longer scanned: whether they are fixed is unknown/,
      ),
    ).toBeInTheDocument();
    expect(api.getTrend).toHaveBeenCalledWith(
      'component:default/order-service',
      90,
    );
    await userEvent.click(screen.getByRole('button', { name: '180 days' }));
    expect(api.getTrend).toHaveBeenLastCalledWith(
      'component:default/order-service',
      180,
    );
  });

  it('say so where nothing was ever found', async () => {
    const { live } = render(<SecurityTab />);
    await sendSummary(live);
    expect(
      await screen.findByText(/No scan has ever found anything/),
    ).toBeInTheDocument();
  });
});

describe('the card of a service', () => {
  it('counts, and says how many images were not scanned', async () => {
    const { live } = render(<SecurityCard />);
    await sendSummary(live);
    expect(await screen.findByText('1 high')).toBeInTheDocument();
    expect(screen.getByText('2 have a listed fix')).toBeInTheDocument();
    expect(
      screen.getByText('1 of 2 images were not scanned: unknown'),
    ).toBeInTheDocument();
    // Without the list nothing is said of exploits.
    expect(screen.queryByText(/exploited/)).not.toBeInTheDocument();
  });
});

describe('what a canary adds', () => {
  const sendCanary = (live: FakeLiveApi, summary?: object) =>
    send(live, 'security:canary', ROLLOUT, summary ? { summary } : {});

  it('has the verdict first, then what is new', async () => {
    const { live } = render(<CanarySection workload={WORKLOAD} />);
    await sendCanary(live, CANARY_SUMMARY);
    expect(await screen.findByText('Adds findings')).toBeInTheDocument();
    expect(await screen.findByText('New findings: 1')).toBeInTheDocument();
    expect(screen.getByText('CVE-2026-1')).toBeInTheDocument();
    expect(screen.getByText('Unchanged: 1')).toBeInTheDocument();
    expect(screen.getByText('6.5.1 → 6.5.2')).toBeInTheDocument();
  });

  it('says when a rule stops its promotion', async () => {
    const { live } = render(<CanarySection workload={WORKLOAD} />);
    await sendCanary(live, {
      ...CANARY_SUMMARY,
      gate: { stops: ['The rule "a" stops this.'], notes: ['Unknown: b.'] },
    });
    expect(await screen.findByTestId('canary-stopped')).toHaveTextContent(
      'The rule "a" stops this. Its owners may promote it with a reason.',
    );
    expect(screen.getByText('Unknown: b.')).toBeInTheDocument();
  });

  it('is nothing without a canary', async () => {
    const { live } = render(<CanarySection workload={WORKLOAD} />);
    await sendCanary(live);
    expect(screen.queryByText('What this canary adds')).not.toBeInTheDocument();
  });

  it('is said before a promotion, and not before an abort', async () => {
    const { live } = render(
      <>
        <CanaryNote workload={WORKLOAD} action="promote" />
        <CanaryNote workload={WORKLOAD} action="abort" />
      </>,
    );
    await sendCanary(live, CANARY_SUMMARY);
    expect(
      await screen.findAllByText('This canary adds 1 critical.'),
    ).toHaveLength(1);
  });
});

describe('the page of all services', () => {
  it('has the worst first, and says what is unknown', async () => {
    render(<FleetPage />);
    const list = await screen.findByRole('grid', { name: 'Services' });
    const rows = within(list).getAllByRole('row');
    expect(rows[1]).toHaveTextContent(/orders.*2 critical 1 low.*3 with a fix/);
    expect(rows[1]).toHaveTextContent('1 of 3: unknown');
    // Nothing was scanned: that is not clean.
    expect(rows[2]).toHaveTextContent(/legacy\/cron.*no team known.*Unknown/);
    expect(
      screen.getByText(/Shows what you may see, and what no entity owns/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/no allowed registries are configured/),
    ).toBeInTheDocument();
  });

  it('has its filters in the address', async () => {
    render(<FleetPage />, {}, '/?cluster=gke&severity=low');
    expect(
      await screen.findByText('1 of 2 services, each in one cluster'),
    ).toBeInTheDocument();
  });

  it('finds who runs a vulnerability, and says where nobody knows', async () => {
    const { api } = render(<FleetPage />);
    await userEvent.type(
      await screen.findByRole('textbox', { name: 'Vulnerability' }),
      'CVE-2026-1',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Find' }));
    const list = await screen.findByRole('grid', { name: 'Places' });
    expect(api.search).toHaveBeenCalledWith({ vulnerability: 'CVE-2026-1' });
    expect(list).toHaveTextContent(
      /orders.*gke\/shop.*6.5.2 → 6.5.3.*Critical/,
    );
    expect(screen.getByTestId('search-unknown')).toHaveTextContent(
      '1 of 3 containers were not scanned: whether they run it is unknown.',
    );
    await userEvent.click(screen.getByRole('button', { name: 'All services' }));
    expect(
      await screen.findByRole('grid', { name: 'Services' }),
    ).toBeInTheDocument();
  });

  it('says of a package where it would not be found', async () => {
    render(<FleetPage />, {}, '/?package=qs&below=7');
    expect(await screen.findByTestId('search-unknown')).toHaveTextContent(
      '2 of 3 containers have no bill of materials',
    );
  });

  it('says that it cannot be shown', async () => {
    render(<FleetPage />, {
      getFleet: async () => {
        throw new Error('The catalog has not been read yet');
      },
    });
    expect(
      await screen.findByText('The findings of all services cannot be shown'),
    ).toBeInTheDocument();
  });
});
