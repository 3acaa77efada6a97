import { ResponseError } from '@backstage/errors';
import { fakeLiveApi } from '@slipway/plugin-portal-react/testUtils';
import { RolloutDetail } from '@slipway/plugin-rollouts-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeRolloutsApi } from '../../__testUtils__/fakeRolloutsApi';
import {
  abortedSummary,
  access,
  analysisRun,
  core,
  detail,
  detailItems,
  goldenMetrics,
  revision,
} from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';

const params = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  name: 'order-service',
};
const DETAIL = { topic: 'rollouts:detail', params };
const METRICS = { topic: 'rollouts:metrics', params };
const ID =
  'rollouts:detail?cluster=gke-prod&name=order-service&namespace=ecommerce';
const PATH = '/rollouts/gke-prod/ecommerce/order-service';

const itemsOf = (from: RolloutDetail) =>
  Object.fromEntries(detailItems(from).map(({ key, value }) => [key, value]));

async function setup(
  from: RolloutDetail = detail(),
  api = fakeRolloutsApi({ detail: from }),
  path = PATH,
) {
  const live = fakeLiveApi();
  live.snapshot(DETAIL, itemsOf(from));
  const rendered = renderPage(path, { live, api });
  await screen.findByRole('group', { name: 'Actions' });
  await waitFor(() =>
    expect(screen.queryByText('Checking what you may do.')).toBeNull(),
  );
  return { ...rendered, live, api };
}

const button = (name: string) => screen.getByRole('button', { name });

async function responseError(status: number, message: string) {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: { name: 'SomeError', message },
        response: { statusCode: status },
      }),
      { status, headers: { 'content-type': 'application/json' } },
    ),
  );
}

describe('the page of a rollout', () => {
  it('shows phase, steps, weights, both revisions and their metrics', async () => {
    const { live } = await setup();
    act(() =>
      live.snapshot(METRICS, {
        stable: { hash: 'aaa111', metrics: goldenMetrics() },
        canary: {
          hash: 'bbb222',
          metrics: goldenMetrics({
            state: 'no-traffic',
            at: '2026-03-02T12:00:00Z',
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
    const { live } = await setup();
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

  it('asks before a promotion and sends what was seen when the dialog was opened', async () => {
    const { live, api, toasts } = await setup();
    await userEvent.click(button('Promote'));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/Moves from step 4 to step 5/)).toBeInTheDocument();
    expect(
      dialog.getByText(/kubectl argo rollouts promote/),
    ).toBeInTheDocument();
    act(() =>
      live.send({
        type: 'upsert',
        id: ID,
        resume: 'r2',
        items: [{ key: 'core', value: core({ stepIndex: 5 }) }],
      }),
    );
    expect(dialog.getByText(/It has moved on since/)).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Promote' }));
    await waitFor(() => expect(api.sent).toHaveLength(1));
    expect(api.sent[0]).toEqual({
      ref: params,
      action: 'promote',
      seen: {
        uid: 'uid-order-service',
        currentPodHash: 'bbb222',
        currentStepIndex: 3,
      },
    });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(toasts).toMatchObject([{ title: 'promote accepted' }]);
  });

  it.each([
    [409, 'It is at step 5 now.', /Nothing was changed. It is at step 5 now\./],
    [
      403,
      'Only team-orders may promote this.',
      /You may not do this; nothing was changed. Only team-orders/,
    ],
    [503, 'The cluster does not answer.', /The action failed. The cluster/],
  ])(
    'keeps the dialog and tells the reason of a %i',
    async (status, message, expected) => {
      const api = fakeRolloutsApi({
        onAct: async () => {
          throw await responseError(status, message);
        },
      });
      await setup(detail(), api);
      await userEvent.click(button('Promote'));
      const dialog = within(await screen.findByRole('dialog'));
      await userEvent.click(dialog.getByRole('button', { name: 'Promote' }));
      expect(await dialog.findByText(expected)).toBeInTheDocument();
    },
  );

  it('aborts with one tap and offers to retry', async () => {
    const { api, toasts } = await setup();
    await userEvent.click(button('Abort'));
    await waitFor(() => expect(api.sent).toHaveLength(1));
    expect(api.sent[0].action).toBe('abort');
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() => expect(toasts).toHaveLength(1));
    expect(toasts[0].description).toBeTruthy();
  });

  it('tells the permission first, and the gate to those who may', async () => {
    await setup(
      detail(),
      fakeRolloutsApi({ access: access('Only team-orders may do this.') }),
    );
    for (const name of ['Promote', 'Pause', 'Abort']) {
      expect(button(name)).toHaveAttribute('aria-disabled', 'true');
      expect(button(name)).toHaveAccessibleDescription(
        'Only team-orders may do this.',
      );
    }
  });

  it('offers retry instead of promote when aborted, and names the failing measurement', async () => {
    await setup(
      detail({
        core: core({
          ...abortedSummary('order-service'),
          pauseConditions: false,
          controllerPause: false,
        }),
        analysisRuns: [analysisRun()],
      }),
    );
    expect(button('Retry')).not.toHaveAttribute('aria-disabled');
    expect(button('Abort')).toHaveAccessibleDescription(
      'It is already aborted.',
    );
    expect(screen.getByTestId('failing-measurement')).toHaveTextContent(
      'The last was 0.91, the limit is >= 0.95.',
    );
  });

  it('asks for the name before an undo in production', async () => {
    const { api } = await setup();
    await userEvent.click(button('Undo to revision 40'));
    const dialog = within(await screen.findByRole('dialog'));
    const undo = () => dialog.getByRole('button', { name: 'Undo' });
    expect(undo()).toHaveAttribute('aria-disabled', 'true');
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Type order-service/ }),
      'order-service',
    );
    await userEvent.click(undo());
    await waitFor(() => expect(api.sent).toHaveLength(1));
    expect(api.sent[0]).toMatchObject({
      action: 'undo',
      args: { toRevision: 40 },
      confirm: { name: 'order-service' },
    });
  });

  it('sets only the image that was changed', async () => {
    const stage = core({
      environment: { environment: 'stage', source: 'config-cluster' },
    });
    const { api } = await setup(detail({ core: stage }));
    await userEvent.click(button('More actions'));
    await userEvent.click(screen.getByRole('menuitem', { name: 'Set image…' }));
    const dialog = within(await screen.findByRole('dialog'));
    const send = () => dialog.getByRole('button', { name: 'Set image' });
    expect(send()).toHaveAccessibleDescription('Change at least one image.');
    const field = dialog.getByRole('textbox', {
      name: 'Image of container app',
    });
    await userEvent.clear(field);
    await userEvent.type(field, 'shop/order-service:2.0.0');
    await userEvent.click(send());
    await waitFor(() => expect(api.sent).toHaveLength(1));
    expect(api.sent[0].args).toEqual({
      images: [{ container: 'app', image: 'shop/order-service:2.0.0' }],
    });
  });

  it('terminates a running analysis', async () => {
    const { api } = await setup();
    const run = within(screen.getByTestId('analysis-run'));
    await userEvent.click(
      run.getByRole('button', { name: 'Terminate analysis' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(
      dialog.getByRole('button', { name: 'Terminate analysis' }),
    );
    await waitFor(() =>
      expect(api.sent[0]?.args).toEqual({
        analysisRun: 'order-service-42-4',
        uid: 'run-1',
      }),
    );
  });

  it('shows the masked diff of a revision, from the address too', async () => {
    await setup(detail(), undefined, `${PATH}?diff=41..42`);
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
    const { live } = await setup();
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

  it('reads blue-green plainly', async () => {
    await setup(
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
    expect(facts).toHaveTextContent('service order-preview, pod hash bbb222');
    expect(facts).toHaveTextContent('Promotionby a person');
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
    act(() => live.snapshot(DETAIL, {}));
    expect(
      screen.getByText(
        'There is no rollout order-service in gke-prod/ecommerce',
      ),
    ).toBeInTheDocument();
    act(() => live.snapshot(DETAIL, itemsOf(detail())));
    expect(screen.getByTestId('rollout-phase')).toHaveTextContent('Paused');
  });

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
