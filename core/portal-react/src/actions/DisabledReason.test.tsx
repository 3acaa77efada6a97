import Button from '@mui/material/Button';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DisabledReason } from './DisabledReason';

function Abort(props: { reason?: string; onClick: () => void }) {
  return (
    <DisabledReason reason={props.reason}>
      <Button onClick={props.onClick}>Abort</Button>
    </DisabledReason>
  );
}

describe('DisabledReason', () => {
  it('can be reached by keyboard, says why, and does nothing', async () => {
    const user = userEvent.setup();
    const onClick = jest.fn();
    render(<Abort reason="team-orders owns it" onClick={onClick} />);
    await user.tab();
    const button = screen.getByRole('button', { name: 'Abort' });
    expect(button).toHaveFocus();
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription('team-orders owns it');
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      'team-orders owns it',
    );
    await user.keyboard('{Enter}');
    await user.keyboard(' ');
    await user.click(button);
    expect(onClick).not.toHaveBeenCalled();
  });

  it('is the button itself without a reason', async () => {
    const user = userEvent.setup();
    const onClick = jest.fn();
    render(<Abort onClick={onClick} />);
    const button = screen.getByRole('button', { name: 'Abort' });
    expect(button).not.toHaveAttribute('aria-disabled');
    await user.click(button);
    expect(onClick).toHaveBeenCalledTimes(1);
  });

  it('keeps the focus when a reason comes and goes', async () => {
    const user = userEvent.setup();
    const { rerender } = render(<Abort onClick={() => {}} />);
    await user.tab();
    const button = screen.getByRole('button', { name: 'Abort' });
    rerender(<Abort reason="nothing to abort" onClick={() => {}} />);
    expect(button).toHaveFocus();
    rerender(<Abort onClick={() => {}} />);
    expect(button).toHaveFocus();
  });

  it('keeps a form from being sent', async () => {
    const user = userEvent.setup();
    const onSubmit = jest.fn(event => event.preventDefault());
    render(
      <form onSubmit={onSubmit}>
        <input aria-label="name" />
        <DisabledReason reason="no">
          <button type="submit">Send</button>
        </DisabledReason>
      </form>,
    );
    await user.type(screen.getByRole('textbox'), 'x{Enter}');
    expect(onSubmit).not.toHaveBeenCalled();
  });
});
