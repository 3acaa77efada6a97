import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  core,
  detail,
  goldenMetrics,
  revision,
} from '../../__testUtils__/fixtures';
import {
  button,
  cluster,
  DETAIL,
  ID,
  itemsOf,
  METRICS,
  PATH,
  renderDetail,
} from '../../__testUtils__/renderDetail';
import { renderPage } from '../../__testUtils__/renderPage';

describe('the page of a rollout', () => {
  it('shows phase, steps, weights, both revisions and their metrics', async () => {
    const { live } = await renderDetail();
    act(() =>
      live.snapshot(METRICS, {
        stable: { hash: 'aaa111', metrics: goldenMetrics() },
        canary: {
          hash: 'bbb222',
          metrics: goldenMetrics({
            state: 'no-traffic',
            at: '2026-03-02T12:00:00Z',
            over: '1m',
          }),
        },
      }),
    );
    expect(screen.getByTestId('rollout-phase')).toHaveTextContent('Paused');
    expect(screen.getByTestId('rollout-step')).toHaveTextContent('step 4 of 7');
    expect(screen.getByTestId('set-weight')).toHaveTextContent('40 %');
    expect(screen.getByTestId('actual-weight')).toHaveTextContent('38 %');
    const stable = within(screen.getByTestId('revision-card-stable'));
    expect(stable.getByText('rev 41')).toBeInTheDocument();
    expect(stable.getByTestId('metric-successRate')).toHaveTextContent(
      '99.2 %',
    );
    expect(stable.getByText('over the last 1 min')).toBeInTheDocument();
    const canary = within(screen.getByTestId('revision-card-canary'));
    expect(canary.getByText('4/4 ready')).toBeInTheDocument();
    expect(canary.getByTestId('metric-successRate')).toHaveTextContent(
      'no traffic',
    );
    expect(
      screen.getByRole('list', { name: 'Steps of the release' }),
    ).toHaveTextContent('pause, step 4, waiting');
  });

  it('follows the stream and announces changes politely', async () => {
    const { live } = await renderDetail();
    act(() =>
      live.send({
        type: 'upsert',
        id: ID,
        resume: 'r2',
        items: [
          {
            key: 'core',
            value: core({
              phase: 'Progressing',
              message: 'more replicas need to be updated',
              stepIndex: 4,
              setWeight: 60,
              pauses: [],
              pauseConditions: false,
              controllerPause: false,
            }),
          },
        ],
      }),
    );
    expect(screen.getByTestId('rollout-phase')).toHaveTextContent(
      'Progressing',
    );
    expect(screen.getByTestId('set-weight')).toHaveTextContent('60 %');
    expect(
      screen.getByText(
        'order-service, Progressing, more replicas need to be updated, step 5 of 7',
      ),
    ).toHaveAttribute('aria-live', 'polite');
  });

  it('shows the masked diff of a revision, from the address too', async () => {
    await renderDetail(detail(), undefined, `${PATH}?diff=41..42`);
    const region = await screen.findByRole('region', {
      name: 'Revision 41 to 42',
    });
    expect(
      await within(region).findByText(/order-service:1.9.0/),
    ).toBeInTheDocument();
    await userEvent.click(button('Diff of revision 41 and 42'));
    expect(region).not.toBeInTheDocument();
  });

  it('keeps what was known when the rollout is deleted', async () => {
    const { live } = await renderDetail();
    act(() =>
      live.send({ type: 'remove', id: ID, resume: 'r2', keys: ['core'] }),
    );
    expect(
      screen.getByText(/This rollout was deleted from the cluster/),
    ).toBeInTheDocument();
    expect(screen.getByTestId('revision-card-canary')).toBeInTheDocument();
    expect(button('Promote')).toHaveAccessibleDescription(
      'The rollout was deleted.',
    );
  });

  it('does not take a portal that cannot read the cluster for a deletion', async () => {
    const { live } = await renderDetail();
    act(() =>
      live.snapshot(DETAIL, {}, cluster('unreachable', 'it went silent')),
    );
    expect(screen.queryByText(/was deleted/)).toBeNull();
    expect(screen.getByTestId('revision-card-canary')).toBeInTheDocument();
    expect(screen.getByText('gke-prod unreachable')).toBeInTheDocument();
    act(() => live.snapshot(DETAIL, {}, cluster('live')));
    expect(
      screen.getByText(/This rollout was deleted from the cluster/),
    ).toBeInTheDocument();
  });

  it('reads blue-green plainly', async () => {
    await renderDetail(
      detail({
        core: core({
          strategy: 'blueGreen',
          stepCount: 0,
          stepIndex: undefined,
          steps: [],
          setWeight: undefined,
          actualWeight: undefined,
          blueGreen: {
            activeService: 'order-active',
            activeSelector: 'aaa111',
            previewService: 'order-preview',
            previewSelector: 'bbb222',
            autoPromotionEnabled: false,
          },
        }),
        revisions: [
          revision(42, { podTemplateHash: 'bbb222', tags: ['preview'] }),
          revision(41, {
            podTemplateHash: 'aaa111',
            tags: ['stable', 'active'],
          }),
        ],
      }),
    );
    const facts = screen.getByLabelText('About this rollout');
    expect(facts).toHaveTextContent(
      'Service order-preview, pod template hash bbb222',
    );
    expect(facts).toHaveTextContent('Promotionmanual');
    expect(screen.getByTestId('rollout-step')).toHaveTextContent(
      'blue-green: no steps',
    );
    expect(screen.queryByTestId('set-weight')).toBeNull();
  });
});

describe('a rollout that cannot be shown', () => {
  const open = async () => {
    const rendered = renderPage(PATH);
    await screen.findByRole('status', { name: 'Loading the rollout' });
    return rendered;
  };

  it('says that there is none', async () => {
    const { live } = await open();
    act(() => live.snapshot(DETAIL, {}, cluster('live')));
    expect(
      screen.getByText(
        'There is no rollout order-service in gke-prod/ecommerce',
      ),
    ).toBeInTheDocument();
    act(() => live.snapshot(DETAIL, itemsOf(detail())));
    expect(screen.getByTestId('rollout-phase')).toHaveTextContent('Paused');
  });

  it.each(['connecting', 'stale', 'unreachable', 'refused'] as const)(
    'does not say that there is none while the cluster is %s',
    async state => {
      const { live } = await open();
      act(() => live.snapshot(DETAIL, {}, cluster(state, 'It went silent')));
      expect(
        screen.getByText(
          'It is not known whether there is a rollout order-service in gke-prod/ecommerce',
        ),
      ).toBeInTheDocument();
      expect(screen.getByText(/It went silent/)).toBeInTheDocument();
      act(() =>
        live.send({
          type: 'freshness',
          id: ID,
          freshness: cluster('live'),
        }),
      );
      expect(
        screen.getByText(
          'There is no rollout order-service in gke-prod/ecommerce',
        ),
      ).toBeInTheDocument();
    },
  );

  it.each([
    ['NotAllowedError', 'You may not see rollouts'],
    ['NotFoundError', /There is no rollout order-service/],
    ['ServiceUnavailableError', 'The rollout cannot be shown'],
  ])('says %s', async (name, expected) => {
    const { live } = await open();
    act(() =>
      live.send({ type: 'failed', id: ID, error: { name, message: 'no' } }),
    );
    expect(screen.getByText(expected)).toBeInTheDocument();
  });
});
