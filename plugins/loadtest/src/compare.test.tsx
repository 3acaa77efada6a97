import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  fakeLiveApi,
  giveElementsSize,
  setNarrow,
} from '@slipway/plugin-portal-react/testUtils';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { compared, run, RUN_ID, runDetail } from './__testUtils__/fixtures';
import {
  fakeLoadtestApi,
  renderPage,
  renderWithApis,
} from './__testUtils__/renderPage';
import { EntityLoadTests } from './components/EntitySection';

const LIST = { topic: 'loadtest:list' };
const SECOND = 'second';

beforeAll(giveElementsSize);

let widen = () => {};
afterEach(() => widen());

function listed() {
  const live = fakeLiveApi();
  live.snapshot(LIST, {
    [RUN_ID]: run({ state: 'finished' }),
    [SECOND]: run({
      id: SECOND,
      state: 'finished',
      profile: 'load',
      createdAt: '2026-11-28T11:00:00.000Z',
    }),
    other: run({ id: 'other', entityRef: 'component:default/cart' }),
  });
  return live;
}

const slower = compared(SECOND, {
  total: {
    endpoint: 'All requests',
    requests: 1800,
    failures: 18,
    failureRatio: 0.01,
    requestsPerSecond: 45,
    p95: 350,
  },
  endpoints: [
    {
      endpoint: 'GET /a',
      requests: 9,
      failures: 0,
      requestsPerSecond: 1,
      p95: 7,
    },
  ],
});

describe('the comparison', () => {
  it('starts with one run, and takes another of the same service', async () => {
    const api = fakeLoadtestApi({
      compare: async () => [compared(RUN_ID), slower],
    });
    renderPage(`/resilience/load/compare?runs=${RUN_ID}`, {
      live: listed(),
      api,
    });
    expect(
      await screen.findByText('Choose two to five runs'),
    ).toBeInTheDocument();
    expect(api.compare).not.toHaveBeenCalled();
    fireEvent.mouseDown(screen.getByRole('combobox', { name: 'Add a run' }));
    const options = await screen.findAllByRole('option');
    expect(options).toHaveLength(1);
    await userEvent.click(options[0]);
    const figures = await screen.findByRole('region', {
      name: 'Figures of the windows',
    });
    expect(
      within(figures).getByRole('row', { name: /^p95/ }),
    ).toHaveTextContent('p95281 ms350 ms+69 ms (+24.6 %), worse');
    expect(
      within(figures).getByRole('row', { name: /^Throughput/ }),
    ).toHaveTextContent('50 req/s45 req/s−5 req/s (−10 %), worse');
    expect(
      within(figures).getByRole('row', { name: /^Failed/ }),
    ).toHaveTextContent('unknown1 %');
    expect(
      screen.getByRole('region', { name: 'p95 of each endpoint' }),
    ).toHaveTextContent('GET /aunknown7 ms');
  });

  it('has a card for each figure on a phone, with all runs in it', async () => {
    widen = setNarrow(true);
    renderPage(`/resilience/load/compare?runs=${RUN_ID},${SECOND}`, {
      live: listed(),
      api: fakeLoadtestApi({ compare: async () => [compared(RUN_ID), slower] }),
    });
    const figures = await screen.findByRole('list', {
      name: 'Figures of the windows',
    });
    const cards = within(figures)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(cards).toContain('p95Run 1281 msRun 2350 ms+69 ms (+24.6 %), worse');
    expect(within(figures).getAllByRole('link')).toHaveLength(2);
    const endpoints = screen.getByRole('list', {
      name: 'p95 of each endpoint',
    });
    expect(endpoints).toHaveTextContent('GET /aRun 1unknownRun 27 ms');
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('says why runs cannot be compared', async () => {
    renderPage(`/resilience/load/compare?runs=${RUN_ID},${SECOND}`, {
      live: listed(),
      api: fakeLoadtestApi({
        compare: async () => [
          compared(RUN_ID),
          compared(SECOND, {
            run: run({ id: SECOND, profile: 'load' }),
            generator: ['The generator was overloaded.'],
          }),
        ],
      }),
    });
    const alert = await screen.findByText('Not comparable, because');
    expect(alert.parentElement).toHaveTextContent(
      'The profiles differ: spike; load.',
    );
    expect(alert.parentElement).toHaveTextContent(
      'Run 2: The generator was overloaded.',
    );
  });

  it('moves windows by the keyboard, and reads only figures again', async () => {
    const api = fakeLoadtestApi({
      compare: async () => [compared(RUN_ID), compared(SECOND)],
    });
    renderPage(
      `/resilience/load/compare?runs=${RUN_ID},${SECOND}&from=0,10&seconds=20`,
      { live: listed(), api },
    );
    const second = await screen.findByRole('slider', {
      name: 'Start of the window of run 2',
    });
    expect(second).toHaveValue('10');
    expect(api.compare).toHaveBeenCalledWith({
      runs: [RUN_ID, SECOND],
      from: [0, 10],
      seconds: 20,
      points: 'none',
    });
    fireEvent.change(second, { target: { value: 11 } });
    await waitFor(() =>
      expect(api.compare).toHaveBeenLastCalledWith({
        runs: [RUN_ID, SECOND],
        from: [0, 11],
        seconds: 20,
        points: 'none',
      }),
    );
    const end = screen.getByRole('slider', {
      name: 'End of the window of run 1',
    });
    fireEvent.change(end, { target: { value: 30 } });
    await waitFor(() =>
      expect(api.compare).toHaveBeenLastCalledWith(
        expect.objectContaining({ seconds: 30 }),
      ),
    );
    const whole = api.compare.mock.calls.filter(
      ([{ points }]) => points === 'all',
    );
    expect(whole).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Whole runs' }));
    await waitFor(() =>
      expect(api.compare).toHaveBeenLastCalledWith({
        runs: [RUN_ID, SECOND],
        from: [0, 0],
        seconds: undefined,
        points: 'none',
      }),
    );
  });
});

describe('files of a run', () => {
  it('are saved; a report that was not kept is named', async () => {
    const live = fakeLiveApi();
    live.snapshot(
      { topic: 'loadtest:run', params: { id: RUN_ID } },
      { run: runDetail() },
    );
    const saved: string[] = [];
    URL.createObjectURL = jest.fn(() => 'blob:x');
    URL.revokeObjectURL = jest.fn();
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    const { api } = renderPage(`/resilience/load/runs/${RUN_ID}`, { live });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Export' }),
    );
    expect(
      screen.getByRole('menuitem', { name: /report.*not kept/ }),
    ).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'Samples (CSV)' }),
    );
    await waitFor(() => expect(saved).toEqual([`load-${RUN_ID}.csv`]));
    expect(api.getFile).toHaveBeenCalledWith(RUN_ID, 'samples.csv');
    expect(screen.getByRole('link', { name: 'Compare' })).toHaveAttribute(
      'href',
      `/resilience/load/compare?runs=${RUN_ID}`,
    );
  });
});

describe('what else runs', () => {
  it('is named at the launch, and so is what is not known', async () => {
    renderPage(
      `/resilience/load/launch?entity=${encodeURIComponent(
        'component:default/order-service',
      )}`,
      {
        api: fakeLoadtestApi({
          getRunning: async () => ({
            work: [
              {
                id: 'chaos:1',
                plugin: 'chaos',
                kind: 'fault',
                title: 'Slow network',
                state: 'injected',
                tone: 'degraded',
                entityRefs: [],
                places: [],
                since: '2026-11-28T10:00:00.000Z',
                path: '/resilience/faults/1',
              },
            ],
            unknown: [{ plugin: 'rollouts', reason: 'no answer' }],
          }),
        }),
      },
    );
    expect(
      await screen.findByRole('link', { name: 'Slow network' }),
    ).toHaveAttribute('href', '/resilience/faults/1');
    expect(
      screen.getByText(
        'It is not known what else runs here of rollouts (no answer).',
      ),
    ).toBeInTheDocument();
  });
});

describe('the trend', () => {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'order-service', namespace: 'default' },
  };

  it('has each run beside the one before', async () => {
    const live = listed();
    const ended = (id: string, p95: number) =>
      run({
        id,
        state: 'finished',
        summary: { requests: 9, requestsPerSecond: 50, p95 },
      });
    renderWithApis(
      <EntityProvider entity={entity}>
        <EntityLoadTests />
      </EntityProvider>,
      {
        live,
        api: fakeLoadtestApi({
          getRuns: async () => [ended('b', 300), ended('a', 200)],
        }),
      },
    );
    const table = await screen.findByRole('region', { name: 'Trend' });
    const [, newest, oldest] = within(table).getAllByRole('row');
    expect(newest).toHaveTextContent('300 ms+100 ms (+50 %), worse');
    expect(oldest).toHaveTextContent('200 msunknown50 req/s');
    expect(
      within(newest).getByRole('link', { name: 'Compare with the one before' }),
    ).toHaveAttribute('href', '/resilience/load/compare?runs=a,b');
  });
});
