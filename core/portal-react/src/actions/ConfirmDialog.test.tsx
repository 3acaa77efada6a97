import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { ConfirmDialog, ConfirmDialogProps } from './ConfirmDialog';

function Page(
  props: Partial<ConfirmDialogProps> &
    Pick<ConfirmDialogProps, 'onConfirm'> & { onClosed?: () => void },
) {
  const { onClosed, ...rest } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      <button onClick={() => setOpen(true)}>open</button>
      <ConfirmDialog
        title="Promote order-service"
        target={{
          cluster: 'gke-prod',
          namespace: 'ecommerce',
          name: 'order-service',
          kind: 'Rollout',
        }}
        effect="Moves from step 4 to step 5: 60 % of traffic."
        confirmLabel="Promote"
        {...rest}
        open={open}
        onClose={() => {
          setOpen(false);
          onClosed?.();
        }}
      />
    </>
  );
}

async function openByKeyboard(user: ReturnType<typeof userEvent.setup>) {
  await user.tab();
  await user.keyboard('{Enter}');
  return screen.findByRole('dialog', { name: 'Promote order-service' });
}

/** Tabs until the named element has the focus; fails after a round. */
async function tabTo(
  user: ReturnType<typeof userEvent.setup>,
  element: HTMLElement,
) {
  for (let n = 0; n < 12 && document.activeElement !== element; n++) {
    await user.tab();
  }
  expect(element).toHaveFocus();
}

const button = (name: string) => screen.getByRole('button', { name });

describe('ConfirmDialog', () => {
  it('says what, where, with what effect, and the warnings', async () => {
    const user = userEvent.setup({ delay: null });
    render(
      <Page
        onConfirm={async () => {}}
        warnings={['success-rate failed once']}
        command="kubectl argo rollouts promote order-service"
      />,
    );
    const dialog = await openByKeyboard(user);
    for (const text of [
      'gke-prod',
      'ecommerce',
      'order-service',
      'Moves from step 4 to step 5: 60 % of traffic.',
      'success-rate failed once',
      'kubectl argo rollouts promote order-service',
    ]) {
      expect(dialog).toHaveTextContent(text);
    }
    const writeText = jest.spyOn(navigator.clipboard, 'writeText');
    await user.click(button('Copy command'));
    expect(writeText).toHaveBeenCalledWith(
      'kubectl argo rollouts promote order-service',
    );
  });

  it('confirms by keyboard, closes, and gives the focus back', async () => {
    const user = userEvent.setup({ delay: null });
    const onConfirm = jest.fn(async () => {});
    render(<Page onConfirm={onConfirm} />);
    await openByKeyboard(user);
    await tabTo(user, button('Promote'));
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(onConfirm).toHaveBeenCalledTimes(1);
    expect(onConfirm).toHaveBeenCalledWith({});
    await waitFor(() => expect(button('open')).toHaveFocus());
  });

  it('closes on Escape without doing anything', async () => {
    const user = userEvent.setup({ delay: null });
    const onConfirm = jest.fn(async () => {});
    render(<Page onConfirm={onConfirm} />);
    await openByKeyboard(user);
    await user.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(onConfirm).not.toHaveBeenCalled();
    await waitFor(() => expect(button('open')).toHaveFocus());
  });

  it('waits for the exact name and says so', async () => {
    const user = userEvent.setup({ delay: null });
    const onConfirm = jest.fn(async () => {});
    render(<Page onConfirm={onConfirm} typedName="order-service" />);
    await openByKeyboard(user);
    expect(button('Promote')).toHaveAttribute('aria-disabled', 'true');
    expect(button('Promote')).toHaveAccessibleDescription(
      'Type order-service first',
    );
    const field = screen.getByLabelText(/Type order-service to confirm/);
    await tabTo(user, field);
    await user.keyboard('order-servic{Enter}');
    expect(onConfirm).not.toHaveBeenCalled();
    await user.keyboard('e{Enter}');
    await waitFor(() =>
      expect(onConfirm).toHaveBeenCalledWith({ typedName: 'order-service' }),
    );
  });

  it('waits for a reason where one is required', async () => {
    const user = userEvent.setup({ delay: null });
    const onConfirm = jest.fn(async () => {});
    render(<Page onConfirm={onConfirm} reason="required" />);
    await openByKeyboard(user);
    await tabTo(user, button('Promote'));
    await user.keyboard('{Enter}');
    expect(onConfirm).not.toHaveBeenCalled();
    await user.type(screen.getByLabelText(/Reason/), '  fire ');
    await user.click(button('Promote'));
    await waitFor(() =>
      expect(onConfirm).toHaveBeenCalledWith({ reason: 'fire' }),
    );
  });

  it('shows progress, cannot be pressed twice or closed meanwhile', async () => {
    const user = userEvent.setup({ delay: null });
    let finish = () => {};
    const onConfirm = jest.fn(
      () =>
        new Promise<void>(resolve => {
          finish = resolve;
        }),
    );
    const onClosed = jest.fn();
    render(<Page onConfirm={onConfirm} onClosed={onClosed} />);
    await openByKeyboard(user);
    await tabTo(user, button('Promote'));
    await user.keyboard('{Enter}');
    expect(screen.getByRole('progressbar')).toBeInTheDocument();
    const busy = screen.getByRole('button', { name: /Promote/ });
    expect(busy).toHaveFocus();
    await user.keyboard('{Enter}');
    await user.keyboard('{Escape}');
    expect(onConfirm).toHaveBeenCalledTimes(1);
    expect(onClosed).not.toHaveBeenCalled();
    finish();
    await waitFor(() => expect(onClosed).toHaveBeenCalledTimes(1));
  });

  it('shows what went wrong, loses nothing, and can be tried again', async () => {
    const user = userEvent.setup({ delay: null });
    const onConfirm = jest
      .fn(async () => {})
      .mockRejectedValueOnce(new Error('the cluster does not answer'));
    render(
      <Page
        onConfirm={onConfirm}
        typedName="order-service"
        reason="optional"
      />,
    );
    await openByKeyboard(user);
    await user.type(
      screen.getByLabelText(/Type order-service/),
      'order-service',
    );
    await user.type(screen.getByLabelText(/Reason/), 'fire');
    await user.click(button('Promote'));
    expect(
      await screen.findByText('The action failed. the cluster does not answer'),
    ).toBeVisible();
    expect(screen.getByLabelText(/Reason/)).toHaveValue('fire');
    await user.click(button('Promote'));
    await waitFor(() => expect(onConfirm).toHaveBeenCalledTimes(2));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('cannot be confirmed while it is blocked', async () => {
    const user = userEvent.setup({ delay: null });
    const onConfirm = jest.fn(async () => {});
    render(<Page onConfirm={onConfirm} blocked="The cluster is unreachable" />);
    const dialog = await openByKeyboard(user);
    expect(dialog).toHaveTextContent('The cluster is unreachable');
    await user.click(button('Promote'));
    expect(onConfirm).not.toHaveBeenCalled();
  });
});
