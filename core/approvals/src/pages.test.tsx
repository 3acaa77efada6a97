import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { ResponseError } from '@backstage/errors';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Approval, ApprovalRow } from '@slipway/plugin-approvals-common';
import { topicId } from '@slipway/plugin-live-common';
import {
  fakeLiveApi,
  giveElementsSize,
  mockedApi,
  pageApis,
} from '@slipway/plugin-portal-react/testUtils';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { ApprovalsApi, approvalsApiRef } from './api/ApprovalsApi';
import { ApprovalsRouter } from './components/ApprovalsRouter';
import { approvalsRouteRef } from './routes';

beforeAll(giveElementsSize);

const LIST = { topic: 'approvals:list' };
const ID = '00000000-0000-4000-8000-00000000000a';
const PAGE = `/approvals/${ID}`;
const ONE = { topic: 'approvals:one', params: { id: ID } };
const ALLOWED = { allowed: true } as const;
const HOUR_MS = 3_600_000;
const iso = (fromNowMs: number) =>
  new Date(Date.now() + fromNowMs).toISOString();

const approval = (changes: Partial<Approval> = {}): Approval => ({
  id: ID,
  asked: {
    plugin: 'chaos',
    action: 'launch',
    entityRef: 'component:default/orders',
    cluster: 'gke',
    namespace: 'shop',
    args: { mode: 'one' },
    words: 'Kills one pod of orders.',
  },
  digest: 'd1',
  needed: 'This is production.',
  requester: 'user:default/olga',
  reason: 'Game day',
  approvers: ['group:default/team-orders'],
  askedAt: iso(-HOUR_MS),
  expiresAt: iso(HOUR_MS),
  state: 'waiting',
  ...changes,
});
const row = (changes: Partial<Approval> = {}): ApprovalRow => {
  const { asked, ...rest } = approval(changes);
  const { args: _, ...shown } = asked;
  return { ...rest, asked: shown };
};

/** Draws the pages for omar, who may answer for orders. */
function open(path: string, replaced: Partial<ApprovalsApi> = {}) {
  const { live, apis } = pageApis(fakeLiveApi());
  const api = mockedApi<ApprovalsApi>({
    getAccess: async () => ({
      actions: { allow: ALLOWED, refuse: ALLOWED, withdraw: ALLOWED },
    }),
    act: async (_id, action) => ({
      action,
      message: 'The request is answered.',
      activityId: 'activity-1',
    }),
    ...replaced,
  });
  renderInTestApp(
    <Routes>
      <Route path="/approvals/*" element={<ApprovalsRouter />} />
    </Routes>,
    {
      initialRouteEntries: [path],
      mountedRoutes: {
        '/approvals': approvalsRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      apis: [
        ...apis,
        [approvalsApiRef, api],
        mockApis.identity({
          userEntityRef: 'user:default/omar',
          ownershipEntityRefs: [
            'user:default/omar',
            'group:default/team-orders',
          ],
        }),
      ],
    },
  );
  return {
    api,
    live,
    fail: (request: Parameters<typeof topicId>[0], name: string) =>
      act(() =>
        live.send({
          type: 'failed',
          id: topicId(request),
          error: { name, message: 'the database is away' },
        }),
      ),
  };
}

describe('the list of approvals', () => {
  it('has what is open first, filters what is asked of me, and opens one', async () => {
    const { live } = open('/approvals');
    expect(
      await screen.findByLabelText('Loading approvals'),
    ).toBeInTheDocument();
    const OVER = { ...row().asked, words: 'Starts a load test.' };
    act(() => {
      live.snapshot(LIST, {
        b: row({ id: 'b', state: 'used', asked: { ...OVER, args: {} } }),
        [ID]: row(),
      });
      live.snapshot(ONE, { [ID]: approval() });
    });
    const grid = await screen.findByRole('grid', { name: 'Approvals' });
    const rows = () =>
      within(grid)
        .getAllByRole('row')
        .filter(one => one.hasAttribute('data-index'))
        .map(({ textContent }) => textContent);
    expect(rows()).toEqual([
      expect.stringContaining('Kills one pod'),
      expect.stringContaining('Starts a load test'),
    ]);
    expect(screen.getByText('2 approvals')).toBeInTheDocument();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Asked of me (1)' }),
    );
    expect(rows()).toEqual([expect.stringContaining('Kills one pod')]);
    expect(screen.getByText('1 of 2 approvals')).toBeInTheDocument();
    await userEvent.click(within(grid).getByText('Kills one pod of orders.'));
    expect(
      await screen.findByRole('heading', { name: 'Kills one pod of orders.' }),
    ).toBeInTheDocument();
  });

  it('counts one as one, and names no cluster: approvals are in none', async () => {
    const { live } = open('/approvals');
    act(() => live.snapshot(LIST, { [ID]: row() }));
    expect(await screen.findByText('1 approval')).toBeInTheDocument();
    expect(screen.queryByText(/^\d+ clusters?: /)).not.toBeInTheDocument();
  });

  it('says that nothing was asked for', async () => {
    const { live } = open('/approvals');
    act(() => live.snapshot(LIST, {}));
    expect(
      await screen.findByText('Nothing was asked for'),
    ).toBeInTheDocument();
  });

  it('says since when it is not fresh', async () => {
    const { live } = open('/approvals');
    act(() => live.snapshot(LIST, { [ID]: row() }));
    await screen.findByRole('grid');
    act(() =>
      live.setConnection({
        status: 'reconnecting',
        since: iso(0),
        clockSkewMs: 0,
      }),
    );
    expect(
      await screen.findByText(/live updates reconnecting/),
    ).toBeInTheDocument();
  });

  it.each([
    ['NotAllowedError', 'You may not see approvals'],
    ['ServiceUnavailableError', 'The list of approvals cannot be shown'],
  ])('says what is wrong: %s', async (name, text) => {
    const { fail } = open('/approvals');
    await screen.findByLabelText('Loading approvals');
    fail(LIST, name);
    expect(await screen.findByText(text)).toBeInTheDocument();
  });
});

describe('one approval', () => {
  /** Opens it, and the dialog of an answer. */
  async function answering(name: string, replaced?: Partial<ApprovalsApi>) {
    const opened = open(PAGE, replaced);
    act(() => opened.live.snapshot(ONE, { [ID]: approval() }));
    const button = await screen.findByRole('button', { name });
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    const dialog = within(await screen.findByRole('dialog'));
    return {
      ...opened,
      dialog,
      send: () => userEvent.click(dialog.getByRole('button', { name })),
    };
  }

  it('says who asks for what and why, and exactly what', async () => {
    const { live } = open(PAGE);
    act(() => live.snapshot(ONE, { [ID]: approval() }));
    expect(await screen.findByText('Game day')).toBeInTheDocument();
    expect(screen.getByText('This is production.')).toBeInTheDocument();
    expect(screen.getByText('gke/shop')).toBeInTheDocument();
    expect(screen.getByLabelText('Arguments as YAML')).toHaveTextContent(
      'mode: one',
    );
    expect(
      within(
        screen.getByRole('navigation', { name: 'Where this is' }),
      ).getByRole('link', { name: 'Approvals' }),
    ).toHaveAttribute('href', '/approvals');
  });

  it('says that there is none', async () => {
    const { live } = open(PAGE);
    act(() => live.snapshot(ONE, {}));
    expect(
      await screen.findByText('There is no such approval'),
    ).toBeInTheDocument();
  });

  it('is refused with a reason, for what was seen', async () => {
    const { api, dialog, send } = await answering('Refuse');
    await send();
    expect(api.act).not.toHaveBeenCalled();
    await userEvent.type(dialog.getByLabelText(/Reason/), 'Not before noon');
    await send();
    await waitFor(() =>
      expect(api.act).toHaveBeenCalledWith(ID, 'refuse', {
        seen: { digest: 'd1', state: 'waiting' },
        args: { reason: 'Not before noon' },
      }),
    );
  });

  it('says that an answer was not taken, and why', async () => {
    const { dialog, send } = await answering('Allow', {
      act: async () => {
        throw await ResponseError.fromResponse(
          Response.json(
            {
              error: { name: 'NotAllowedError', message: 'You left the team.' },
              response: { statusCode: 403 },
            },
            { status: 403 },
          ),
        );
      },
    });
    await send();
    expect(await dialog.findByText(/Nothing was answered/)).toBeInTheDocument();
    expect(dialog.getByText(/You left the team/)).toBeInTheDocument();
  });

  it('cannot be answered any more once somebody else did', async () => {
    const { live, dialog } = await answering('Allow');
    act(() =>
      live.snapshot(ONE, {
        [ID]: approval({
          state: 'refused',
          answer: { by: 'user:default/paula', at: iso(0), reason: 'Too late' },
        }),
      }),
    );
    expect(
      await dialog.findByText(/changed since you looked: it is now refused/),
    ).toBeInTheDocument();
    const send = dialog.getByRole('button', { name: 'Allow' });
    expect(send).toHaveAccessibleDescription(/.+/);
    expect(send).toHaveAttribute('aria-disabled', 'true');
  });
});

it('says that there is no such approval at an address that can have none', async () => {
  open('/approvals/nothing');
  expect(
    await screen.findByText('There is no such approval'),
  ).toBeInTheDocument();
});

it('says that there is nothing at an address that no page has', async () => {
  open('/approvals/nothing/weather');
  expect(await screen.findByText(/PAGE NOT FOUND/)).toBeInTheDocument();
});
