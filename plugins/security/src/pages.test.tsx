import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  fakeLiveApi,
  FakeLiveApi,
  mockedApi,
  pageApis,
} from '@slipway/plugin-portal-react/testUtils';
import { act, screen, within } from '@testing-library/react';
import { ReactElement } from 'react';
import {
  CANARY,
  CANARY_SUMMARY,
  FINDINGS,
  ROLLOUT,
  SUMMARY,
} from './__testUtils__/fixtures';
import { SecurityApi, securityApiRef } from './api/SecurityApi';
import { CanaryNote } from './components/Canary/CanaryNote';
import { CanarySection } from './components/Canary/CanarySection';
import { SecurityTab } from './components/EntityTab/SecurityTab';
import { SecurityCard } from './components/OverviewCard/SecurityCard';

const ORDERS = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-service', namespace: 'default' },
};
const WORKLOAD = { kind: 'Rollout', ref: ROLLOUT };

function render(element: ReactElement, replaced: Partial<SecurityApi> = {}) {
  const live = fakeLiveApi();
  const api = mockedApi<SecurityApi>({
    getEntityFindings: async () => FINDINGS,
    getCanary: async () => CANARY,
    ...replaced,
  });
  const { apis } = pageApis(live);
  renderInTestApp(<EntityProvider entity={ORDERS}>{element}</EntityProvider>, {
    apis: [...apis, [securityApiRef, api]],
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
