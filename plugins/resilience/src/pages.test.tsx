import { EntityProvider } from '@backstage/plugin-catalog-react';
import { HomeCell } from '@slipway/plugin-portal-react';
import {
  fakeLiveApi,
  giveElementsSize,
} from '@slipway/plugin-portal-react/testUtils';
import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  at,
  checkAnswer,
  design,
  ENTITY_REF,
  RUN_ID,
  runDetail,
  runParts,
  runRow,
  sample,
  verdict,
} from './__testUtils__/fixtures';
import {
  fakeResilienceApi,
  ORDERS,
  renderPage,
  renderWithApis,
} from './__testUtils__/renderPage';
import { EntityJointRuns } from './components/EntitySection/EntityJointRuns';
import { FailedVerdicts } from './components/Home/FailedVerdicts';
import { ResilienceCard } from './components/OverviewCard/ResilienceCard';

const LIST = { topic: 'resilience:list' };
const RUN = { topic: 'resilience:run', params: { id: RUN_ID } };
const OF_ORDERS = {
  topic: 'resilience:entity',
  params: { entityRef: ENTITY_REF },
};
const RUN_PATH = `/resilience/runs/${RUN_ID}`;
const LAUNCH_PATH = `/resilience/runs/launch?entity=${ENTITY_REF}`;

beforeAll(giveElementsSize);

describe('the list of joint runs', () => {
  it('shows a skeleton until it is there, then runs with state and verdict', async () => {
    const { live } = renderPage('/resilience/runs');
    expect(
      await screen.findByRole('status', { name: 'Loading joint runs' }),
    ).toBeInTheDocument();
    act(() => live.snapshot(LIST, { [RUN_ID]: runRow() }));
    const grid = await screen.findByRole('grid', { name: 'Joint runs' });
    expect(grid).toHaveTextContent('Lose a pod under load');
    expect(grid).toHaveTextContent('Steady load and Pod kill');
    expect(screen.getByTestId('run-verdict')).toHaveTextContent('Pass');
  });

  it('says what to do where there is none, and who may see them', async () => {
    const { live } = renderPage('/resilience/runs');
    act(() => live.snapshot(LIST, {}));
    expect(
      await screen.findByText('There are no joint runs'),
    ).toBeInTheDocument();
    act(() =>
      live.send({
        type: 'failed',
        id: 'resilience:list',
        error: { name: 'NotAllowedError', message: 'no' },
      }),
    );
    expect(screen.getByText('resilience.read')).toBeInTheDocument();
  });
});

const SAMPLES_GONE =
  /^The samples of this run were deleted on 2026-04-03, past their retention/;

/** A run of long ago. */
function withoutSamples() {
  const live = fakeLiveApi();
  const run = runDetail({ samplesGoneAt: '2026-04-03T05:06:07.000Z' });
  live.snapshot(RUN, { run, verdict: verdict() });
  return live;
}

describe('the page of a run', () => {
  const active = runDetail({
    state: 'injecting',
    createdAt: new Date(Date.now() - 80_000).toISOString(),
    plannedEndAt: new Date(Date.now() + 130_000).toISOString(),
    endedAt: undefined,
    injectedAt: undefined,
    faultEndedAt: undefined,
    parts: runParts({ phase: 'starting', effectiveAt: undefined }),
  });

  it('while it runs: now on the timeline, the verdict forming, and a stop of one tap', async () => {
    const live = fakeLiveApi();
    live.snapshot(RUN, {
      run: active,
      verdict: verdict({
        outcome: 'inconclusive',
        final: false,
        reasons: ['The run is under way.'],
        recovery: [],
      }),
      'sample/1': sample(1),
    });
    const { api } = renderPage(RUN_PATH, { live });
    expect(await screen.findByTestId('now-marker')).toHaveAccessibleName(
      /Now: \d+:\d\d after the start/,
    );
    expect(screen.getByTestId('run-state')).toHaveTextContent('Injecting');
    expect(screen.getByRole('region', { name: 'Verdict' })).toHaveTextContent(
      'Verdict forming',
    );
    const stop = await screen.findByRole('button', { name: 'Stop' });
    await waitFor(() => expect(stop).toBeEnabled());
    await userEvent.click(stop);
    expect(api.stop).toHaveBeenCalledWith(RUN_ID, undefined);
  });

  it('once it ended: the verdict with its reasons, counts and the recovery; parts with their pages', async () => {
    const live = fakeLiveApi();
    live.snapshot(RUN, {
      run: runDetail(),
      verdict: verdict(),
      'sample/1': sample(1),
      'sample/2': sample(2),
    });
    renderPage(RUN_PATH, { live });
    const panel = within(
      await screen.findByRole('region', { name: 'Verdict' }),
    );
    expect(
      panel.getByText('Every threshold held as expected.'),
    ).toBeInTheDocument();
    expect(panel.getByText('17 s')).toBeInTheDocument();
    expect(
      panel.getByText(/baseline 6 of 6, inject 3 of 3, recover 10 of 12/),
    ).toBeInTheDocument();
    const rows = within(
      panel.getByRole('table', { name: 'Thresholds' }),
    ).getAllByRole('row');
    expect(rows[2]).toHaveTextContent('126 ms');
    expect(rows[2]).toHaveTextContent('unknown0 of 3 samples');
    expect(screen.getByRole('link', { name: 'Pod kill' })).toHaveAttribute(
      'href',
      '/resilience/faults/1',
    );
    expect(screen.queryByTestId('now-marker')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
    expect(screen.getByRole('link', { name: 'Report' })).toHaveAttribute(
      'href',
      `${RUN_PATH}/report`,
    );
  });

  it('is saved as CSV and as JSON', async () => {
    const live = fakeLiveApi();
    live.snapshot(RUN, { run: runDetail(), verdict: verdict() });
    const saved: string[] = [];
    URL.createObjectURL = jest.fn(() => 'blob:x');
    URL.revokeObjectURL = jest.fn();
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function press(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    const { api } = renderPage(RUN_PATH, { live });
    for (const [label, file, ending] of [
      ['Samples (CSV)', 'samples.csv', 'csv'],
      ['Everything (JSON)', 'samples.json', 'json'],
    ]) {
      await userEvent.click(
        await screen.findByRole('button', { name: 'Export' }),
      );
      await userEvent.click(screen.getByRole('menuitem', { name: label }));
      await waitFor(() =>
        expect(saved.at(-1)).toBe(`joint-run-${RUN_ID}.${ending}`),
      );
      expect(api.getFile).toHaveBeenLastCalledWith(RUN_ID, file);
    }
    click.mockRestore();
  });

  it('keeps its verdict when its samples are gone, and says when they went', async () => {
    renderPage(RUN_PATH, { live: withoutSamples() });
    expect(await screen.findByText(SAMPLES_GONE)).toBeInTheDocument();
    expect(
      screen.getByText('Every threshold held as expected.'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    expect(
      screen.getAllByRole('menuitem').map(({ textContent }) => textContent),
    ).toEqual(['Everything (JSON)']);
  });

  it('keeps its report too', async () => {
    renderPage(`${RUN_PATH}/report`, { live: withoutSamples() });
    expect(await screen.findByText(SAMPLES_GONE)).toBeInTheDocument();
    expect(screen.queryByText(/No sample was taken yet/)).toBeNull();
  });

  it('says why it was stopped, what failed, and when nothing was measured', async () => {
    const live = fakeLiveApi();
    live.snapshot(RUN, {
      run: runDetail({
        state: 'failed',
        problem: 'The load could not be started.',
        stop: {
          at: at(50),
          cause: 'user',
          by: 'user:default/olga',
          reason: 'Customers complain.',
        },
        absences: [{ from: at(10), to: at(40), reason: 'it was restarted' }],
      }),
    });
    renderPage(RUN_PATH, { live });
    expect(
      await screen.findByText('The load could not be started.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Stopped: Customers complain. (olga)'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('No samples for 30 s: it was restarted'),
    ).toBeInTheDocument();
    expect(screen.getByText('Nothing was judged yet.')).toBeInTheDocument();
  });

  it('says when there is no such run, also for an address that is none', async () => {
    renderPage('/resilience/runs/nothing');
    expect(await screen.findByText('There is no such run')).toBeInTheDocument();
  });
});

it('says that there is nothing at an address that no page has', async () => {
  renderPage(`/resilience/runs/${RUN_ID}/weather`);
  expect(await screen.findByText(/PAGE NOT FOUND/)).toBeInTheDocument();
});

describe('the report', () => {
  it('is one page of sentences, with tables beside the charts', async () => {
    const print = jest.spyOn(window, 'print').mockImplementation();
    const live = fakeLiveApi();
    live.snapshot(RUN, {
      run: runDetail(),
      verdict: verdict(),
      'sample/1': sample(1),
    });
    renderPage(`${RUN_PATH}/report`, { live });
    expect(
      await screen.findByRole('heading', {
        name: 'order-service withstood it: Lose a pod under load.',
      }),
    ).toBeInTheDocument();
    for (const title of [
      'What was tried',
      'What was expected',
      'What happened',
      'How it was measured',
    ]) {
      expect(screen.getByRole('heading', { name: title })).toBeInTheDocument();
    }
    expect(
      screen.getByRole('table', { name: 'Figures before, during and after' }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Print' }));
    expect(print).toHaveBeenCalled();
  });
});

describe('the launch', () => {
  const openStep = async (name: RegExp) =>
    userEvent.click(await screen.findByRole('button', { name }));

  it('starts from what is suggested, in a place that is not production, and moves a part by keys', async () => {
    const { api } = renderPage(LAUNCH_PATH);
    const handle = await screen.findByRole('slider', { name: /^Pod kill/ });
    expect(api.getOffers).toHaveBeenCalledWith(
      expect.objectContaining({ cluster: 'eks-stage' }),
    );
    expect(await screen.findByText('Kills a pod.')).toBeInTheDocument();
    expect(screen.getByLabelText('Users')).toHaveValue(20);
    fireEvent.keyDown(handle, { key: 'ArrowRight' });
    await waitFor(() =>
      expect(screen.getByRole('slider', { name: /^Pod kill/ })).toHaveAttribute(
        'aria-valuenow',
        '65',
      ),
    );
    fireEvent.keyDown(screen.getByRole('slider', { name: /^Pod kill/ }), {
      key: 'Home',
    });
    expect(
      await screen.findByText(/It must start when the baseline is over/),
    ).toBeInTheDocument();
  });

  it('says what it will touch, and launches exactly what was reviewed', async () => {
    const { api } = renderPage(LAUNCH_PATH);
    await openStep(/What it will touch/);
    expect(
      await screen.findByText('1 of 4 pods of order-service'),
    ).toBeInTheDocument();
    expect(screen.getByText('A canary is under way.')).toBeInTheDocument();
    await openStep(/Review and launch/);
    const launch = await screen.findByRole('button', { name: 'Launch' });
    await waitFor(() => expect(launch).toBeEnabled());
    await userEvent.click(launch);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('A canary is under way.')).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: /Launch/ }));
    await waitFor(() =>
      expect(api.actOnPlace).toHaveBeenCalledWith(
        {
          entityRef: ENTITY_REF,
          cluster: 'eks-stage',
          namespace: 'ecommerce',
        },
        'launch',
        { design: design() },
        undefined,
        undefined,
      ),
    );
  });

  it('launches nothing that is refused, and says why', async () => {
    const api = fakeResilienceApi({
      check: async () =>
        checkAnswer({ refusals: ['Pod kill: no pod matches.'] }),
    });
    renderPage(LAUNCH_PATH, { api });
    await openStep(/Review and launch/);
    // Before the answer of the check the same place says to wait for it.
    await waitFor(() =>
      expect(screen.getByRole('alert')).toHaveTextContent(
        'Pod kill: no pod matches.',
      ),
    );
    expect(screen.getByRole('button', { name: 'Launch' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });

  it('says who and what runs there when another run was first', async () => {
    const reason =
      'user:default/paula has the joint run “Lose a node” here since 10:00 (run r). One run at a time.';
    const api = fakeResilienceApi({
      actOnPlace: () =>
        Promise.reject(
          Object.assign(new Error(reason), {
            name: 'ConflictError',
            statusCode: 409,
          }),
        ),
    });
    renderPage(LAUNCH_PATH, { api });
    await openStep(/Review and launch/);
    const launch = await screen.findByRole('button', { name: 'Launch' });
    await waitFor(() => expect(launch).toBeEnabled());
    await userEvent.click(launch);
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: /Launch/ }));
    expect(
      await dialog.findByText(/paula has the joint run “Lose a node” here/),
    ).toBeInTheDocument();
  });

  it('asks for a service where none was chosen', async () => {
    renderPage('/resilience/runs/launch');
    expect(
      await screen.findByText('Choose a service first'),
    ).toBeInTheDocument();
  });
});

describe('on the page of a service', () => {
  const score = {
    entityRef: ENTITY_REF,
    at: at(300),
    value: 67,
    because: ['2 of 3 experiments passed when last run.'],
    parts: [],
    inconclusive: 0,
  };
  const onOrders = (element: JSX.Element) => (
    <EntityProvider entity={ORDERS}>{element}</EntityProvider>
  );

  it('the card has the score with its reasons and the last verdicts', async () => {
    const { live } = renderWithApis(onOrders(<ResilienceCard />));
    act(() => live.snapshot(OF_ORDERS, { score, [`run/${RUN_ID}`]: runRow() }));
    expect(await screen.findByTestId('resilience-score')).toHaveTextContent(
      '67',
    );
    expect(
      screen.getByText('2 of 3 experiments passed when last run.'),
    ).toBeInTheDocument();
    expect(screen.getByTestId('run-verdict')).toHaveTextContent('Pass');
    act(() =>
      live.snapshot(OF_ORDERS, { score: { ...score, value: undefined } }),
    );
    expect(screen.getByTestId('resilience-score')).toHaveTextContent(
      'No verdict yet',
    );
  });

  it('the section draws the score over time, and reads it again after a verdict', async () => {
    const api = fakeResilienceApi({
      getScore: async () => ({
        score,
        course: [{ at: at(0) }, { at: at(150), value: 100 }, score],
      }),
    });
    const { live } = renderWithApis(onOrders(<EntityJointRuns />), { api });
    const run = { [`run/${RUN_ID}`]: runRow() };
    act(() => live.snapshot(OF_ORDERS, { score, ...run }));
    expect(
      await screen.findByRole('img', { name: /^Score of the last 90 days/ }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('list', { name: 'What the score is made of' }),
    ).toHaveTextContent('2 of 3 experiments passed when last run.');
    act(() =>
      live.snapshot(OF_ORDERS, { score: { ...score, at: at(301) }, ...run }),
    );
    expect(api.getScore).toHaveBeenCalledTimes(1);
    act(() =>
      live.snapshot(OF_ORDERS, { score: { ...score, value: 100 }, ...run }),
    );
    await waitFor(() => expect(api.getScore).toHaveBeenCalledTimes(2));
  });

  it('the section says why there is no score', async () => {
    const { live } = renderWithApis(onOrders(<EntityJointRuns />));
    act(() => live.snapshot(OF_ORDERS, { score, [`run/${RUN_ID}`]: runRow() }));
    expect(
      await screen.findByText(
        'No verdict in the last 180 days: there is no score.',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByRole('img', { name: /^Score/ })).toBeNull();
  });

  it('the section has the launch, saved designs and the runs', async () => {
    const { live } = renderWithApis(onOrders(<EntityJointRuns />));
    act(() =>
      live.snapshot(OF_ORDERS, {
        score,
        [`run/${RUN_ID}`]: runRow(),
        'design/d': {
          id: RUN_ID,
          entityRef: ENTITY_REF,
          cluster: 'eks-stage',
          namespace: 'ecommerce',
          name: 'Weekly',
          design: design(),
          savedBy: 'user:default/olga',
          savedAt: at(0),
        },
      }),
    );
    expect(
      await screen.findByRole('link', { name: 'Launch a joint run…' }),
    ).toHaveAttribute(
      'href',
      `/resilience/runs/launch?entity=${encodeURIComponent(ENTITY_REF)}`,
    );
    expect(screen.getByRole('link', { name: 'Weekly' })).toHaveAttribute(
      'href',
      expect.stringContaining(`design=${RUN_ID}`),
    );
    expect(
      screen.getByRole('link', { name: 'Lose a pod under load' }),
    ).toHaveAttribute('href', RUN_PATH);
  });
});

describe('home', () => {
  it('lists failed verdicts of my services, and takes no room where there is none', async () => {
    const { live } = renderWithApis(
      <HomeCell>
        <h2>Failed joint runs</h2>
        <FailedVerdicts />
      </HomeCell>,
    );
    act(() => live.snapshot(LIST, { [RUN_ID]: runRow() }));
    expect(
      await screen.findByText('No service of yours failed its last joint run.'),
    ).toBeInTheDocument();
    expect(screen.getByText('Failed joint runs')).not.toBeVisible();
    act(() =>
      live.snapshot(LIST, {
        [RUN_ID]: runRow({
          verdict: {
            outcome: 'fail',
            reason: 'Broken: success rate at least 99 %.',
            final: true,
          },
        }),
      }),
    );
    expect(
      await screen.findByText('Broken: success rate at least 99 %.'),
    ).toBeVisible();
  });
});
