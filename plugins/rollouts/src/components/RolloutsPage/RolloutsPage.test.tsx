import {
  act,
  cleanup,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import {
  fakeLiveApi,
  giveElementsSize,
  setNarrow,
} from '@slipway/plugin-portal-react/testUtils';
import { fakeRolloutList } from '../../__testUtils__/fakeRolloutList';
import { fakeRolloutsApi } from '../../__testUtils__/fakeRolloutsApi';
import {
  abortedSummary,
  access,
  core,
  detail,
  summary,
  waitingSummary,
} from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';

function rows() {
  return within(screen.getByRole('grid', { name: 'Rollouts' }))
    .getAllByRole('row')
    .filter(row => row.hasAttribute('data-index'));
}

const names = () =>
  rows().map(row => within(row).getAllByRole('gridcell')[0].textContent);

function setup(
  rollouts: RolloutSummary[],
  path = '/rollouts',
  api = fakeRolloutsApi(),
) {
  const live = fakeLiveApi();
  const list = fakeRolloutList(live, rollouts);
  return { ...renderPage(path, { live, api }), list };
}

/** A page that has been opened and has nothing yet. */
function setupEmpty() {
  const live = fakeLiveApi();
  const list = fakeRolloutList(live);
  renderPage('/rollouts', { live });
  return { live, list };
}

beforeAll(giveElementsSize);

describe('the list of rollouts', () => {
  it('shows a skeleton until the first snapshot', async () => {
    const { list } = setupEmpty();
    expect(
      await screen.findByRole('status', { name: 'Loading rollouts' }),
    ).toBeInTheDocument();
    act(() => list.set([summary()]));
    expect(names()).toEqual(['order-serviceteam-orders']);
  });

  it('puts what needs attention first and follows the stream', async () => {
    const { list } = setup([
      summary('a-healthy'),
      waitingSummary('b-waits'),
      abortedSummary('c-aborted'),
    ]);
    await screen.findByRole('grid');
    expect(names()).toEqual([
      'c-abortedteam-orders',
      'b-waitsteam-orders',
      'a-healthyteam-orders',
    ]);
    act(() => list.set([summary('a-healthy'), waitingSummary('b-waits')]));
    expect(names()).toEqual(['b-waitsteam-orders', 'a-healthyteam-orders']);
    act(() =>
      list.set([
        abortedSummary('a-healthy', { uid: 'uid-a-healthy' }),
        waitingSummary('b-waits'),
      ]),
    );
    const [first] = rows();
    expect(within(first).getByTestId('rollout-phase')).toHaveTextContent(
      'Degraded',
    );
  });

  it('takes filters from the address', async () => {
    setup(
      [summary('a'), waitingSummary('b'), abortedSummary('c')],
      '/rollouts?phase=Paused&q=b',
    );
    await screen.findByRole('grid');
    expect(names()).toEqual(['bteam-orders']);
    expect(screen.getByText('1 of 3 rollouts')).toBeInTheDocument();
  });

  it('filters while typing, says when it hides all, and clears', async () => {
    setup([summary('a'), waitingSummary('b')]);
    const search = await screen.findByRole('textbox', {
      name: 'Search rollouts',
    });
    await userEvent.type(search, 'nothing like this');
    expect(
      screen.getByText('No rollout matches the filters'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Clear filters' })[0],
    );
    expect(names()).toHaveLength(2);
  });

  it('sorts by a column, down, and back to what needs attention', async () => {
    setup([waitingSummary('b'), summary('a'), summary('c')]);
    const title = await screen.findByRole('button', { name: 'Service' });
    const order = () => names().map(name => name?.[0]);
    await userEvent.click(title);
    expect(order()).toEqual(['a', 'b', 'c']);
    expect(title.parentElement).toHaveAttribute('aria-sort', 'ascending');
    await userEvent.click(title);
    expect(order()).toEqual(['c', 'b', 'a']);
    await userEvent.click(title);
    expect(order()).toEqual(['b', 'a', 'c']);
  });

  it('is driven by the keyboard: / searches, arrows move, Enter opens', async () => {
    const { live } = setup([summary('a'), summary('b')]);
    await screen.findByRole('grid');
    await userEvent.keyboard('/');
    expect(
      screen.getByRole('textbox', { name: 'Search rollouts' }),
    ).toHaveFocus();
    act(() => rows()[0].focus());
    await userEvent.keyboard('{ArrowDown}');
    await waitFor(() => expect(rows()[1]).toHaveFocus());
    await userEvent.keyboard('{Enter}');
    await waitFor(() =>
      expect(live.wanted).toContain(
        'rollouts:detail?cluster=gke-prod&name=b&namespace=ecommerce',
      ),
    );
  });

  it('explains an empty portal, and an empty cluster', async () => {
    const { list } = setupEmpty();
    await screen.findByRole('status', { name: 'Loading rollouts' });
    act(() => list.set([], []));
    expect(screen.getByText('No cluster is connected')).toBeInTheDocument();
    act(() => list.set([]));
    expect(screen.getByText('There are no rollouts yet')).toBeInTheDocument();
  });

  it('shows what it has when one cluster is away, and says which', async () => {
    const { list } = setupEmpty();
    await screen.findByRole('status', { name: 'Loading rollouts' });
    act(() =>
      list.set(
        [summary()],
        [
          { source: 'gke-prod', state: 'live', since: '2026-03-02T11:00:00Z' },
          {
            source: 'eks-prod',
            state: 'unreachable',
            since: '2026-03-02T11:00:00Z',
            reason: 'connection refused',
          },
        ],
      ),
    );
    expect(names()).toHaveLength(1);
    expect(
      screen.getByText(/Missing: eks-prod \(unreachable: connection refused\)/),
    ).toBeInTheDocument();
  });

  it.each([
    ['NotAllowedError', 'You may not see rollouts'],
    ['Error', 'The list of rollouts cannot be shown'],
  ])('says when it failed with %s', async (name, title) => {
    const { live } = setupEmpty();
    await screen.findByRole('status', { name: 'Loading rollouts' });
    act(() =>
      live.send({
        type: 'failed',
        id: 'rollouts:page?page=0&query=',
        error: { name, message: 'no' },
      }),
    );
    expect(screen.getByText(title)).toBeInTheDocument();
  });

  it('promotes from a row with what the row showed', async () => {
    const api = fakeRolloutsApi({
      detail: detail({ core: core({ stepIndex: 5 }) }),
    });
    setup([waitingSummary()], '/rollouts', api);
    const promote = () => screen.getByRole('button', { name: 'Promote' });
    await screen.findByRole('grid');
    await waitFor(() => expect(promote()).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(promote());
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Promote' }),
    );
    await waitFor(() => expect(api.sent).toHaveLength(1));
    expect(api.sent[0]).toMatchObject({
      action: 'promote',
      seen: {
        uid: 'uid-order-service',
        currentPodHash: 'bbb222',
        currentStepIndex: 3,
      },
    });
  });

  it('reports on the disabled button why somebody may not', async () => {
    const api = fakeRolloutsApi({
      access: access('Only team-orders may promote this.'),
    });
    setup([waitingSummary()], '/rollouts', api);
    const promote = await screen.findByRole('button', { name: 'Promote' });
    await waitFor(() =>
      expect(promote).toHaveAccessibleDescription(
        'Only team-orders may promote this.',
      ),
    );
    expect(promote).toHaveAttribute('aria-disabled', 'true');
  });

  it('draws only the rows in sight of 500', async () => {
    setup(
      Array.from({ length: 500 }, (_, index) => summary(`service-${index}`)),
    );
    const grid = await screen.findByRole('grid', { name: 'Rollouts' });
    expect(grid).toHaveAttribute('aria-rowcount', '501');
    expect(rows().length).toBeGreaterThan(0);
    expect(rows().length).toBeLessThan(60);
  });

  it('loads only the page in sight, and the others when they come into sight', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) =>
      summary(`service-${index}`),
    );
    const { live } = setup(many, '/rollouts?sort=service');
    const grid = await screen.findByRole('grid');
    expect(grid).toHaveAttribute('aria-rowcount', '1001');
    expect(screen.getByText('1000 rollouts')).toBeInTheDocument();
    const pages = () => live.wanted.filter(id => id.includes('rollouts:page'));
    expect(pages()).toHaveLength(1);
    act(() => {
      grid.scrollTop = 80 * 900;
      fireEvent.scroll(grid);
    });
    await waitFor(() => expect(pages().length).toBeGreaterThan(1));
    expect(pages()).toContain('rollouts:page?page=4&query=sort%3Dservice');
    expect(names()).toContain('service-900team-orders');
  });

  it('keeps the rows of the filters before, marked, until those asked for are there', async () => {
    const live = fakeLiveApi();
    const { subscribe } = live;
    fakeRolloutList(live, [summary('a'), waitingSummary('b')]);
    renderPage('/rollouts', { live });
    await screen.findByRole('grid');
    const { subscribe: answering } = live;
    live.subscribe = subscribe;
    await userEvent.click(screen.getByRole('button', { name: 'Service' }));
    expect(names()).toHaveLength(2);
    expect(screen.getByText('Looking through 2 rollouts…')).toBeInTheDocument();
    expect(
      screen.getByRole('grid').closest('[aria-busy="true"]'),
    ).toBeInTheDocument();
    live.subscribe = answering;
    await userEvent.click(screen.getByRole('button', { name: 'Where' }));
    expect(screen.getByText('2 rollouts')).toBeInTheDocument();
    expect(
      screen.getByRole('grid').closest('[aria-busy="true"]'),
    ).not.toBeInTheDocument();
  });

  it('mine asks for what the user owns, and for nothing when that is excluded', async () => {
    const { live } = setup(
      [summary('a'), summary('b', { ownerRef: 'group:default/others' })],
      '/rollouts?mine=true',
    );
    await screen.findByRole('grid');
    expect(names()).toEqual(['ateam-orders']);
    expect(screen.getByText('1 of 2 rollouts')).toBeInTheDocument();
    expect(live.wanted).toContain(
      `rollouts:page?${new URLSearchParams({
        page: '0',
        query: new URLSearchParams([
          ['owner', 'group:default/team-orders'],
          ['owner', 'user:default/olga'],
        ]).toString(),
      })}`,
    );
    cleanup();
    setup([summary('a')], '/rollouts?mine=true&owner=group:default/others');
    expect(
      await screen.findByText('No rollout matches the filters'),
    ).toBeInTheDocument();
  });

  it('shows cards where it is narrow', async () => {
    const widen = setNarrow(true);
    try {
      setup([waitingSummary(), summary('other')]);
      const list = within(
        await screen.findByRole('list', { name: 'Rollouts' }),
      );
      const [card] = list.getAllByRole('listitem');
      expect(card).toHaveTextContent('step 4 of 7');
      expect(screen.queryByRole('grid')).toBeNull();
    } finally {
      widen();
    }
  });
});
