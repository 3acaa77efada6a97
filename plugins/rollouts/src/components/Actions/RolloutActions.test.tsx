import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeRolloutsApi } from '../../__testUtils__/fakeRolloutsApi';
import {
  abortedSummary,
  access,
  analysisRun,
  core,
  detail,
} from '../../__testUtils__/fixtures';
import {
  button,
  ID,
  params,
  renderDetail,
  responseError,
} from '../../__testUtils__/renderDetail';

describe('acting on a rollout', () => {
  it('asks before a promotion and sends what was seen when the dialog was opened', async () => {
    const { live, api, toasts } = await renderDetail();
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
    expect(
      dialog.getByText(
        /order-service changed since you looked: it is now Paused, step 6 of/,
      ),
    ).toBeInTheDocument();
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
    'keeps the dialog and reports the reason of a %i',
    async (status, message, expected) => {
      const api = fakeRolloutsApi({
        onAct: async () => {
          throw await responseError(status, message);
        },
      });
      await renderDetail(detail(), api);
      await userEvent.click(button('Promote'));
      const dialog = within(await screen.findByRole('dialog'));
      await userEvent.click(dialog.getByRole('button', { name: 'Promote' }));
      expect(await dialog.findByText(expected)).toBeInTheDocument();
    },
  );

  it.each([
    [
      409,
      'PartiallyAppliedError',
      'Applied: Rollout orders: spec.paused set to false. Not applied: Rollout orders: status.pauseConditions removed.',
      /Only a part of this was applied\. Applied: .* Not applied: /,
    ],
    [
      504,
      'OutcomeUnknownError',
      'Not known whether applied: Rollout orders: spec.paused set to false.',
      /It is not known whether this was applied\. Not known whether applied/,
    ],
  ])(
    'a %i %s is never shown as "nothing was changed", and is reviewed before it is sent again',
    async (status, name, message, expected) => {
      let asked = 0;
      const api = fakeRolloutsApi({
        onAct: async () => {
          asked += 1;
          throw await responseError(status, message, name);
        },
      });
      await renderDetail(detail(), api);
      await userEvent.click(button('Promote'));
      const dialog = within(await screen.findByRole('dialog'));
      const confirm = dialog.getByRole('button', { name: 'Promote' });
      await userEvent.click(confirm);
      expect(await dialog.findByText(expected)).toBeInTheDocument();
      expect(dialog.queryByText(/nothing was changed/i)).toBeNull();
      expect(confirm).toHaveAccessibleDescription(
        'Close this and review the rollout before you act again.',
      );
      await userEvent.click(confirm);
      expect(asked).toBe(1);
    },
  );

  it('an abort without a record stands out', async () => {
    const api = fakeRolloutsApi();
    const { act: send } = api;
    api.act = async (...sent) => {
      const { activityId, ...result } = await send(...sent);
      return { ...result, message: `${activityId} is missing` };
    };
    const { toasts } = await renderDetail(detail(), api);
    await userEvent.click(button('Abort'));
    await waitFor(() =>
      expect(toasts).toMatchObject([
        { title: 'activity-1 is missing', status: 'warning' },
      ]),
    );
  });

  it('a tap whose outcome is not known says so', async () => {
    const { toasts } = await renderDetail(
      detail(),
      fakeRolloutsApi({
        onAct: async () => {
          throw await responseError(504, 'cut', 'OutcomeUnknownError');
        },
      }),
    );
    await userEvent.click(button('Abort'));
    await waitFor(() =>
      expect(toasts).toMatchObject([
        {
          title: 'It is not known whether this was applied',
          description: 'cut',
          status: 'danger',
        },
      ]),
    );
  });

  it('aborts with one tap and offers to retry', async () => {
    const { api, toasts } = await renderDetail();
    await userEvent.click(button('Abort'));
    await waitFor(() => expect(api.sent).toHaveLength(1));
    expect(api.sent[0].action).toBe('abort');
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() => expect(toasts).toHaveLength(1));
    expect(toasts[0]).toMatchObject({ status: 'success' });
    expect(toasts[0].description).toBeTruthy();
  });

  it('names the permission first, and the gate to those who may', async () => {
    await renderDetail(
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
    await renderDetail(
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
    const { api } = await renderDetail();
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
    const { api } = await renderDetail(detail({ core: stage }));
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
    const { api } = await renderDetail();
    const run = within(screen.getByTestId('analysis-run'));
    await userEvent.click(run.getByRole('button', { name: 'Terminate' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Terminate' }));
    await waitFor(() =>
      expect(api.sent[0]?.args).toEqual({
        analysisRun: 'order-service-42-4',
        uid: 'run-1',
      }),
    );
  });
});
