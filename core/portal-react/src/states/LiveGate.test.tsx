import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { liveApiRef } from '../live/liveApiRef';
import { fakeLiveApi } from '../testUtils';
import { LiveGate, Reading } from './LiveGate';

const NEEDS = {
  what: 'see faults',
  permission: 'chaos.read',
  grantedBy: 'the platform group',
};

function show(reading: Reading, onRetry?: () => void) {
  return renderInTestApp(
    <LiveGate
      reading={reading}
      what="The list of faults"
      needs={NEEDS}
      skeleton={<p>Loading faults</p>}
      onRetry={onRetry}
    >
      <p>Three faults</p>
    </LiveGate>,
    { apis: [[liveApiRef, fakeLiveApi()]] },
  );
}

describe('LiveGate', () => {
  it.each<[string, Reading, string, string]>([
    ['loading', { status: 'loading' }, 'Loading faults', 'Three faults'],
    ['ready', { status: 'ready' }, 'Three faults', 'Loading faults'],
    [
      'refused',
      {
        status: 'failed',
        error: { name: 'NotAllowedError', message: 'no' },
      },
      'You may not see faults',
      'Three faults',
    ],
    [
      'failed',
      { status: 'failed', error: new Error('no route') },
      'The list of faults cannot be shown',
      'Three faults',
    ],
  ])('%s', async (_, reading, there, notThere) => {
    await show(reading);
    expect(screen.getByText(there)).toBeInTheDocument();
    expect(screen.queryByText(notThere)).toBeNull();
  });

  it('tries again as its caller does', async () => {
    const onRetry = jest.fn();
    await show({ status: 'failed', error: new Error('no route') }, onRetry);
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });
});
