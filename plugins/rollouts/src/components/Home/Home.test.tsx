import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { fakeLiveApi } from '@slipway/plugin-portal-react/testUtils';
import { act, screen, within } from '@testing-library/react';
import {
  abortedSummary,
  goldenMetrics,
  summary,
  waitingSummary,
} from '../../__testUtils__/fixtures';
import { fakeRolloutList } from '../../__testUtils__/fakeRolloutList';
import { renderWithApis } from '../../__testUtils__/renderPage';
import { MyServices, NeedsAttention } from '.';

const FOREIGN = { ownerRef: 'group:default/team-catalog' };

function setup(element: JSX.Element, rollouts: RolloutSummary[]) {
  const live = fakeLiveApi();
  fakeRolloutList(live, rollouts);
  return renderWithApis(element, { live });
}

describe('needs attention', () => {
  it('lists mine, my teams’, then others’', async () => {
    setup(<NeedsAttention />, [
      abortedSummary('foreign', FOREIGN),
      waitingSummary('team'),
      waitingSummary('own', { ownerRef: 'user:default/olga' }),
      summary('fine'),
    ]);
    await screen.findByText('Mine');
    expect(
      screen.getAllByRole('heading').map(heading => heading.textContent),
    ).toEqual(['Mine', 'My teams', 'Others']);
    expect(
      screen
        .getAllByRole('listitem')
        .map(line => within(line).getAllByRole('link')[0].textContent),
    ).toEqual(['own', 'team', 'foreign']);
  });

  it('does not read the whole list, and says how many there are beyond what is shown', async () => {
    const { live } = setup(
      <NeedsAttention />,
      Array.from({ length: 120 }, (_, n) => abortedSummary(`s-${n}`, FOREIGN)),
    );
    const more = await screen.findByRole('button', { name: 'Show 94 more' });
    expect(screen.getAllByRole('listitem')).toHaveLength(6);
    await act(async () => more.click());
    expect(screen.getAllByRole('listitem')).toHaveLength(100);
    expect(screen.getByRole('link', { name: 'See all 120' })).toHaveAttribute(
      'href',
      '/rollouts?attention=true',
    );
    expect(live.wanted).not.toContain('rollouts:list');
  });

  it('says when nothing does', async () => {
    setup(<NeedsAttention />, [summary()]);
    expect(
      await screen.findByText(/none of 1 rollouts is waiting/),
    ).toBeInTheDocument();
  });

  it('says that nothing is known where no cluster is connected', async () => {
    const live = fakeLiveApi();
    fakeRolloutList(live).set([], []);
    renderWithApis(<NeedsAttention />, { live });
    expect(
      await screen.findByText(/no cluster is connected/i),
    ).toBeInTheDocument();
  });

  it('says when it is stale, and when it failed', async () => {
    const { live } = setup(<NeedsAttention />, [summary()]);
    await screen.findByText(/none of 1 rollouts is waiting/);
    act(() =>
      live.setConnection({
        status: 'reconnecting',
        since: new Date().toISOString(),
        clockSkewMs: 0,
      }),
    );
    expect(screen.getByText(/live updates reconnecting/)).toBeInTheDocument();
    act(() =>
      live.send({
        type: 'failed',
        id: 'rollouts:counts',
        error: { name: 'Error', message: 'the database is away' },
      }),
    );
    expect(screen.getByText('the database is away')).toBeInTheDocument();
  });
});

describe('my services', () => {
  it('shows what I own with live figures', async () => {
    const { live } = setup(<MyServices />, [
      waitingSummary(),
      summary('foreign', FOREIGN),
    ]);
    const table = within(
      await screen.findByRole('table', { name: 'My services' }),
    );
    expect(table.getAllByRole('row')).toHaveLength(2);
    act(() =>
      live.snapshot(
        {
          topic: 'rollouts:metrics',
          params: {
            cluster: 'gke-prod',
            namespace: 'ecommerce',
            name: 'order-service',
          },
        },
        {
          stable: {
            hash: 'aaa111',
            metrics: goldenMetrics(undefined, {
              state: 'unknown',
              reason: 'Prometheus does not answer',
            }),
          },
        },
      ),
    );
    expect(table.getByText('99.2 %')).toBeInTheDocument();
    expect(table.getByText('unknown')).toBeInTheDocument();
  });

  it('says when I own nothing', async () => {
    setup(<MyServices />, [summary('foreign', FOREIGN)]);
    expect(
      await screen.findByText(/own no service with a rollout/),
    ).toBeInTheDocument();
  });
});
