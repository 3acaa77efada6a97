import { ResponseError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { TimeSeriesChart } from '../charts/TimeSeriesChart';
import { Sparkline } from '../charts/Sparkline';
import { FreshnessNote } from './FreshnessNote';
import { LiveAnnouncer } from './LiveAnnouncer';
import { EmptyState, ErrorState, PartialNote, RefusedState } from './messages';
import { SkeletonCard, SkeletonTable } from './skeletons';
import { StateChip } from './StateChip';

describe('states', () => {
  afterEach(() => jest.restoreAllMocks());

  it('shows a state as icon and word, not as colour alone', async () => {
    const { container } = await renderInTestApp(
      <StateChip state="waiting" label="Paused" detail="CanaryPauseStep" />,
    );
    expect(screen.getByText('Paused')).toBeInTheDocument();
    expect(container.querySelector('[data-state=waiting] svg')).not.toBeNull();
    await userEvent.hover(screen.getByText('Paused'));
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      'CanaryPauseStep',
    );
  });

  it('says how fresh it is', async () => {
    // The time stands still, however long drawing takes.
    const now = Date.now() + 1_000;
    jest.spyOn(Date, 'now').mockReturnValue(now);
    await renderInTestApp(
      <FreshnessNote
        freshness={[
          {
            source: 'eks-prod',
            state: 'stale',
            since: new Date(now - 40_500).toISOString(),
            reason: 'connection refused',
          },
        ]}
      />,
    );
    expect(
      screen.getByText('as of 40 s ago, eks-prod stale'),
    ).toBeInTheDocument();
  });

  it('says what failed and tries again', async () => {
    const onRetry = jest.fn();
    await renderInTestApp(
      <ErrorState
        title="The rollout could not be read"
        error={new Error('connection refused')}
        notLost="Nothing was changed in the cluster"
        onRetry={onRetry}
      />,
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      /could not be read.*connection refused.*Nothing was changed/,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it('shows the sentence of the API and offers no Retry where it cannot help', async () => {
    const error = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: {
            name: 'NotFoundError',
            message: 'No Prometheus is configured for cluster bench',
          },
          response: { statusCode: 404 },
        }),
        { status: 404, headers: { 'content-type': 'application/json' } },
      ),
    );
    await renderInTestApp(
      <ErrorState
        title="The metrics could not be read"
        error={error}
        onRetry={() => {}}
      />,
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The metrics could not be readNo Prometheus is configured for cluster bench',
    );
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
  });

  it('says which permission it takes and who can grant it', async () => {
    await renderInTestApp(
      <RefusedState
        what="see rollouts"
        permission="rollouts.read"
        grantedBy="the platform group"
      />,
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      /see rollouts.*rollouts\.read.*the platform group/,
    );
  });

  it('says why it is empty, and which source is missing', async () => {
    await renderInTestApp(
      <>
        <EmptyState
          title="No rollouts"
          description="No cluster is connected."
          action={<a href="/docs">Connect one</a>}
        />
        <PartialNote missing={[]} />
        <PartialNote
          missing={[
            { source: 'eks-prod', reason: 'unreachable' },
            { source: 'aks-dev' },
          ]}
        />
      </>,
    );
    expect(screen.getByText('No cluster is connected.')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Connect one' })).toBeVisible();
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Missing: eks-prod (unreachable), aks-dev.',
    );
  });

  it('reports that it loads, and announces politely', async () => {
    await renderInTestApp(
      <>
        <SkeletonTable rows={2} columns={3} label="Loading rollouts" />
        <SkeletonCard label="Loading card" />
        <LiveAnnouncer message="order-service is degraded" />
      </>,
    );
    expect(
      screen.getByRole('status', { name: 'Loading rollouts' }),
    ).toHaveAttribute('aria-busy', 'true');
    expect(
      screen.getByRole('status', { name: 'Loading card' }),
    ).toBeInTheDocument();
    const announced = screen.getByText('order-service is degraded');
    expect(announced).toHaveAttribute('aria-live', 'polite');
  });
});

describe('charts', () => {
  const series = [
    {
      id: 'canary',
      label: 'canary rev 42',
      colour: 'canary' as const,
      points: [
        [1767322800, 0.99],
        [1767322860, null],
        [1767322920, 0.95],
      ] as const,
    },
  ];

  it('has a name that says what it shows, and a table of the same figures', async () => {
    await renderInTestApp(
      <TimeSeriesChart
        title="success rate"
        unit="ratio"
        series={series}
        limits={[{ label: 'success ≥ 95 %', value: 0.95 }]}
      />,
    );
    expect(
      screen.getByRole('img', {
        name: /success rate\. canary rev 42: now 95 %, lowest 95 %, highest 99 %\. limit success ≥ 95 %/,
      }),
    ).toBeInTheDocument();
    const toggle = screen.getByRole('button', { name: 'View as table' });
    await userEvent.click(toggle);
    expect(toggle).toHaveAttribute('aria-pressed', 'true');
    const cells = screen.getAllByRole('cell').map(cell => cell.textContent);
    expect(cells.filter((_text, index) => index % 2 === 1)).toEqual([
      '95 %',
      'not measured',
      '99 %',
    ]);
  });

  it('has words for a sparkline', async () => {
    await renderInTestApp(
      <Sparkline
        label="p95"
        unit="ms"
        points={[
          [1, 84],
          [2, 131],
        ]}
      />,
    );
    expect(
      screen.getByRole('img', {
        name: 'p95: now 131 ms, lowest 84 ms, highest 131 ms',
      }),
    ).toBeInTheDocument();
  });
});
