import { ActivityEntry } from '@slipway/plugin-activity-common';
import {
  BreakGlassAccess,
  BreakGlassGrant,
} from '@slipway/plugin-break-glass-common';
import { RolloutAccess } from '@slipway/plugin-rollouts-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeRolloutsApi } from '../../__testUtils__/fakeRolloutsApi';
import { access, core, detail } from '../../__testUtils__/fixtures';
import {
  button,
  params,
  PATH,
  renderDetail,
  responseError,
} from '../../__testUtils__/renderDetail';

const GRANTS = {
  topic: 'break-glass:entity',
  params: { entityRef: 'component:default/order-service' },
};
/** Hour and minute of the reader. */
const clockTime = (iso: string) =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(iso));
const REASON = 'Errors of 40 %, nobody answers';
const REFUSED = 'Only team-orders may do this.';

function grant(minutes = 32.5): BreakGlassGrant {
  return {
    id: 'grant-1',
    userEntityRef: 'user:default/nora',
    entityRef: 'component:default/order-service',
    reason: REASON,
    openedAt: new Date(Date.now() - 60_000).toISOString(),
    until: new Date(Date.now() + minutes * 60_000).toISOString(),
  };
}

const withGlass = (
  glass: Partial<BreakGlassAccess>,
  refusal?: string,
): RolloutAccess => ({
  ...access(refusal),
  breakGlass: {
    mayOpen: false,
    defaultMinutes: 60,
    maxMinutes: 240,
    others: [],
    ...glass,
  },
});

/** The page over a backend whose answer about access the test changes. */
async function setUp(first: RolloutAccess) {
  const state = { access: first, reads: 0 };
  const api = {
    ...fakeRolloutsApi(),
    getAccess: async () => {
      state.reads += 1;
      return state.access;
    },
  };
  const breakGlass = {
    open: jest.fn(async () => {
      const opened = grant();
      state.access = withGlass({ grant: opened });
      return opened;
    }),
    end: jest.fn(async () => {
      state.access = withGlass({ mayOpen: true }, REFUSED);
      return grant();
    }),
  };
  const page = await renderDetail(detail(), api, PATH, breakGlass);
  return { ...page, state, breakGlass };
}

async function openDialog() {
  await userEvent.click(button('More actions'));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Break glass…' }));
  return within(await screen.findByRole('dialog'));
}

describe('break-glass on the page of a rollout', () => {
  afterEach(() => jest.restoreAllMocks());

  it('opens with a reason and a time; then the buttons work and the page says so', async () => {
    // The time stands still, however long typing takes.
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const { breakGlass } = await setUp(withGlass({ mayOpen: true }, REFUSED));
    expect(button('Promote')).toHaveAccessibleDescription(REFUSED);
    const dialog = await openDialog();
    const send = () => dialog.getByRole('button', { name: 'Break glass' });
    expect(send()).toHaveAccessibleDescription('Give a reason first');
    await userEvent.click(
      dialog.getByRole('combobox', { name: 'For how long' }),
    );
    await userEvent.click(screen.getByRole('option', { name: '30 minutes' }));
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      REASON,
    );
    await userEvent.click(send());
    const banner = await screen.findByTestId('break-glass');
    expect(banner).toHaveTextContent(
      new RegExp(
        `^Break-glass until \\d\\d:\\d\\d \\(32 min left\\): ${REASON}$`,
      ),
    );
    expect(breakGlass.open).toHaveBeenCalledWith({
      entityRef: 'component:default/order-service',
      reason: REASON,
      minutes: 30,
    });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(button('Promote')).not.toHaveAttribute('aria-disabled');
  });

  it('keeps the dialog and says why it was not given', async () => {
    const { breakGlass } = await setUp(withGlass({ mayOpen: true }, REFUSED));
    breakGlass.open.mockRejectedValueOnce(
      await responseError(400, 'reason: must have at least 10 characters'),
    );
    const dialog = await openDialog();
    await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), 'x');
    await userEvent.click(dialog.getByRole('button', { name: 'Break glass' }));
    expect(
      await dialog.findByText(
        'Break-glass was not opened. reason: must have at least 10 characters',
      ),
    ).toBeInTheDocument();
  });

  it('is not offered to others', async () => {
    await setUp(withGlass({ mayOpen: false }, REFUSED));
    await userEvent.click(button('More actions'));
    expect(
      screen.getByRole('menuitem', { name: /Restart/ }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('menuitem', { name: 'Break glass…' })).toBeNull();
  });

  it('ends at once when its holder says so', async () => {
    const { breakGlass } = await setUp(withGlass({ grant: grant() }));
    await userEvent.click(button('End now'));
    await waitFor(() => expect(screen.queryByTestId('break-glass')).toBeNull());
    expect(breakGlass.end).toHaveBeenCalledWith('grant-1');
    expect(button('Promote')).toHaveAccessibleDescription(REFUSED);
  });

  it('says when it could not be ended, and reads access again', async () => {
    const { breakGlass, state, toasts } = await setUp(
      withGlass({ grant: grant() }),
    );
    breakGlass.end.mockRejectedValueOnce(
      await responseError(404, 'No grant grant-1 is open'),
    );
    await userEvent.click(button('End now'));
    await waitFor(() => expect(state.reads).toBe(2));
    expect(toasts).toMatchObject([
      {
        title: 'Break-glass was not ended',
        description: 'No grant grant-1 is open',
      },
    ]);
  });

  it('shows others who, until when and why, without the button', async () => {
    const other = grant();
    await setUp(withGlass({ others: [other] }));
    expect(
      screen.getByText(
        `nora has break-glass access until ${clockTime(
          other.until,
        )}: ${REASON}`,
      ),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'End now' })).toBeNull();
  });

  it('follows what others do: a grant opens, and ends, without a reload', async () => {
    const { live, state } = await setUp(withGlass({}));
    act(() => live.snapshot(GRANTS, {}));
    expect(state.reads).toBe(1);
    const other = grant();
    state.access = withGlass({ others: [other] });
    act(() => live.snapshot(GRANTS, { [other.id]: other }));
    expect(
      await screen.findByText(
        `nora has break-glass access until ${clockTime(
          other.until,
        )}: ${REASON}`,
      ),
    ).toBeInTheDocument();
    state.access = withGlass({});
    act(() => live.snapshot(GRANTS, {}));
    await waitFor(() =>
      expect(screen.queryByTestId('break-glass-notice')).toBeNull(),
    );
    expect(state.reads).toBe(3);
  });

  it("takes the holder's buttons away when somebody else ends the grant", async () => {
    const own = grant();
    const { live, state } = await setUp(withGlass({ grant: own }));
    act(() => live.snapshot(GRANTS, { [own.id]: own }));
    expect(button('Promote')).not.toHaveAttribute('aria-disabled');
    state.access = withGlass({ mayOpen: true }, REFUSED);
    act(() => live.snapshot(GRANTS, {}));
    await waitFor(() =>
      expect(button('Promote')).toHaveAccessibleDescription(REFUSED),
    );
    expect(screen.queryByTestId('break-glass')).toBeNull();
  });

  it('asks once when access and stream continue to differ', async () => {
    const other = grant();
    const { live, state } = await setUp(withGlass({}));
    act(() => live.snapshot(GRANTS, { [other.id]: other }));
    await waitFor(() => expect(state.reads).toBe(2));
    act(() => live.snapshot(GRANTS, { [other.id]: { ...other, reason: 'x' } }));
    await act(async () => {});
    expect(state.reads).toBe(2);
  });

  it('shows who broke the glass for the entity among what was done to the rollout', async () => {
    const { live } = await setUp(withGlass({}));
    const { ref } = core();
    const entry = (summary: string, at: string): ActivityEntry => ({
      id: summary,
      at,
      source: 'user',
      plugin: 'rollouts',
      type: 'promote',
      actor: 'user:default/nora',
      target: { ...ref, kind: 'Rollout' },
      summary,
      severity: 'notice',
      outcome: 'succeeded',
    });
    act(() => {
      live.snapshot(
        {
          topic: 'activity:target',
          params: { ...params, kind: 'Rollout' },
        },
        { a: entry('Promote under break-glass', '2026-03-02T11:59:00.000Z') },
      );
      live.snapshot(
        {
          topic: 'activity:target',
          params: {
            cluster: 'catalog',
            namespace: 'default',
            kind: 'component',
            name: 'order-service',
          },
        },
        { b: entry('Break the glass', '2026-03-02T11:58:00.000Z') },
      );
    });
    const [first, second] = screen.getAllByText(
      /break-glass$|^Break the glass$/,
    );
    expect(first).toHaveTextContent('Promote under break-glass');
    expect(second).toHaveTextContent('Break the glass');
  });

  describe('as time goes by', () => {
    beforeEach(() => {
      jest.useFakeTimers();
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    it('reads access again when the grant comes to its end', async () => {
      const { state } = await setUp(withGlass({ grant: grant(3) }));
      expect(button('Promote')).not.toHaveAttribute('aria-disabled');
      state.access = withGlass({ mayOpen: true }, REFUSED);
      await act(() => jest.advanceTimersByTimeAsync(150_000));
      expect(screen.getByTestId('break-glass')).toBeInTheDocument();
      expect(state.reads).toBe(1);
      await act(() => jest.advanceTimersByTimeAsync(32_000));
      expect(screen.queryByTestId('break-glass')).toBeNull();
      expect(button('Promote')).toHaveAccessibleDescription(REFUSED);
      expect(state.reads).toBe(2);
    });
  });
});
