import { EntityProvider } from '@backstage/plugin-catalog-react';
import { topicId } from '@slipway/plugin-live-common';
import {
  fakeLiveApi,
  giveElementsSize,
} from '@slipway/plugin-portal-react/testUtils';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  CLUSTERS,
  core,
  fault,
  radius,
  RECORD,
} from './__testUtils__/fixtures';
import {
  fakeChaosApi,
  ORDERS,
  renderPage,
  renderWithApis,
} from './__testUtils__/renderPage';
import { EntityFaults } from './components/EntitySection/EntityFaults';

const LIST = { topic: 'chaos:list' };
const HALT = { topic: 'chaos:halt' };
const { ref } = fault();
const ONE = { topic: 'chaos:fault', params: { ...ref } };
const PAGE = `/resilience/faults/${ref.cluster}/${ref.namespace}/${ref.kind}/${ref.name}`;
const LAUNCH =
  '/resilience/faults/launch?entity=component:default/order-service';
const NO_HALT = { halt: { halted: false } };

beforeAll(giveElementsSize);

function open(path: string, options: Parameters<typeof renderPage>[1] = {}) {
  const live = fakeLiveApi();
  live.snapshot(LIST, {
    one: fault(),
    two: fault('old', { state: 'finished' }),
  });
  live.snapshot(HALT, NO_HALT);
  live.snapshot(ONE, { core: core(), 'record/1': RECORD });
  return renderPage(path, { live, ...options });
}

describe('the list of faults', () => {
  it('shows what is active first and opens a fault', async () => {
    open('/resilience/faults');
    const grid = await screen.findByRole('grid', { name: 'Faults' });
    const rows = within(grid)
      .getAllByRole('row')
      .filter(row => row.hasAttribute('data-index'));
    expect(rows.map(row => row.textContent)).toEqual([
      expect.stringContaining('slow'),
      expect.stringContaining('old'),
    ]);
    await userEvent.click(within(rows[0]).getByText('slow'));
    expect(
      await screen.findByRole('heading', { name: 'slow' }),
    ).toBeInTheDocument();
  });

  it.each<[string, string, string]>([
    ['NotAllowedError', 'no', 'You may not see faults'],
    ['ServiceUnavailableError', 'no', 'The list of faults cannot be shown'],
  ])('says what is wrong: %s', async (name, message, text) => {
    const live = fakeLiveApi();
    renderPage('/resilience/faults', { live });
    await screen.findByLabelText('Loading faults');
    act(() =>
      live.send({
        type: 'failed',
        id: topicId(LIST),
        error: { name, message },
      }),
    );
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('halts everything with a reason, and only with one', async () => {
    const { api } = open('/resilience/faults');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Halt everything' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('The one fault is stopped.');
    const confirm = within(dialog).getByRole('button', {
      name: 'Halt everything',
    });
    await userEvent.click(confirm);
    expect(api.actOnAll).not.toHaveBeenCalled();
    await userEvent.type(within(dialog).getByLabelText(/Reason/), 'incident 7');
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(api.actOnAll).toHaveBeenCalledWith('halt', {
        seen: { halted: false },
        args: { reason: 'incident 7' },
      }),
    );
  });

  it('says who halted and why, and lifts it', async () => {
    const { api, live } = open('/resilience/faults');
    await screen.findByRole('grid');
    act(() =>
      live.snapshot(HALT, {
        halt: {
          halted: true,
          by: 'user:default/olga',
          at: '2026-03-02T12:00:00Z',
          reason: 'incident 7',
        },
      }),
    );
    expect(await screen.findByText('Faults are halted')).toBeInTheDocument();
    expect(screen.getByText(/incident 7/)).toBeInTheDocument();
    act(() =>
      live.snapshot(HALT, {
        halt: {
          halted: true,
          by: 'user:default/olga',
          at: '2026-03-02T12:00:00Z',
          reason: 'incident 7',
          stopped: 1,
          left: ['NetworkChaos gke-prod/shop/slow: RBAC refuses'],
        },
      }),
    );
    expect(
      await screen.findByText(/^1 fault was stopped by it\./),
    ).toHaveTextContent('halt everything again when its cause is removed');
    expect(
      screen.getByText('NetworkChaos gke-prod/shop/slow: RBAC refuses'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Halt everything' }),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Lift the halt' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(
      within(dialog).queryByLabelText(/all faults/i) ?? document.body,
      'all faults',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Lift the halt' }),
    );
    await waitFor(() =>
      expect(api.actOnAll).toHaveBeenCalledWith('lift', {
        seen: { halted: true, at: '2026-03-02T12:00:00Z' },
      }),
    );
  });
});

describe('the page of a fault', () => {
  it('shows effect, purpose and targets, and stops it at a press', async () => {
    const { api } = open(PAGE);
    expect(
      await screen.findByText('Delays packets by 300ms'),
    ).toBeInTheDocument();
    expect(screen.getByText('Why: game day')).toBeInTheDocument();
    expect(screen.getByText(RECORD.id)).toBeInTheDocument();
    expect(screen.getByText('gone')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    await waitFor(() =>
      expect(api.act).toHaveBeenCalledWith(
        ref,
        'stop',
        { uid: 'uid-slow' },
        undefined,
      ),
    );
  });

  it('says what is wrong and what to do', async () => {
    const live = fakeLiveApi();
    live.snapshot(ONE, {
      core: core({
        state: 'injecting',
        problem: {
          reason: 'no-target',
          severity: 'error',
          summary: 'The selector matched no pod.',
          remedy: 'Stop it and select other labels.',
        },
      }),
    });
    renderPage(PAGE, { live });
    expect(
      await screen.findByText('The selector matched no pod.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Stop it and select other labels.'),
    ).toBeInTheDocument();
  });

  it('keeps what was last seen when the object is gone, and offers nothing', async () => {
    const { live } = open(PAGE);
    await screen.findByText(RECORD.id);
    act(() => live.snapshot(ONE, {}));
    expect(
      await screen.findByText(/This is what was last seen of it/),
    ).toBeInTheDocument();
    expect(screen.getByText(RECORD.id)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Stop' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });

  describe('the effect on golden metrics', () => {
    const START = Date.parse('2026-03-02T12:00:00Z') / 1000;
    const at = (seconds: number) =>
      new Date((START + seconds) * 1000).toISOString();
    /** Injected for a minute, which p95 shows, and recovered 20 s after. */
    const ENDED = {
      core: core({
        state: 'finished',
        injectedAt: at(0),
        endedAt: at(60),
        targets: { selected: 1, injected: 0, recovered: 1, failing: 0 },
      }),
      'record/1': {
        ...RECORD,
        events: [
          { at: at(0), operation: 'Apply', outcome: 'Succeeded' },
          { at: at(60), operation: 'Recover', outcome: 'Succeeded' },
        ],
      },
    };
    const points = Array.from({ length: 40 }, (_, index): [number, number] => {
      const seconds = index * 10 - 60;
      return [START + seconds, seconds >= 0 && seconds < 80 ? 400 : 100];
    });
    const getGolden = jest.fn(async () => ({
      series: [
        {
          metric: 'latencyP95' as const,
          unit: 'ms' as const,
          stepSeconds: 10,
          over: '1m',
          points,
        },
      ],
    }));

    it('shades the fault and says how long each metric took to recover', async () => {
      const live = fakeLiveApi();
      live.snapshot(ONE, ENDED);
      renderPage(PAGE, { live, metrics: { getGolden } });
      const table = await screen.findByRole('table', {
        name: 'Effect and recovery of Rollout order-service',
      });
      expect(
        within(table).getByRole('row', { name: /p95 latency/ }),
      ).toHaveTextContent('at most 110 ms400 ms20 s');
      expect(
        within(table).getByRole('row', { name: /Success rate/ }),
      ).toHaveTextContent('unknown');
      expect(screen.getByText(/1 of 1 target was injected/)).toBeVisible();
      expect(screen.getByText('Left its band: p95 latency.')).toBeVisible();
      expect(
        screen.getByRole('img', {
          name: /p95 latency.*fault injected.*1 target recovered/,
        }),
      ).toBeVisible();
      expect(getGolden).toHaveBeenCalledWith(
        expect.objectContaining({
          cluster: ref.cluster,
          namespace: 'ecommerce-stage',
          deployment: 'order-service',
          start: START - 300,
          end: START + 660,
        }),
      );
    });

    it('does not call pods gone that cannot be read', async () => {
      const live = fakeLiveApi();
      live.snapshot(ONE, {
        ...ENDED,
        core: { ...ENDED.core, touched: [], podsUnread: 'pods is forbidden' },
      });
      renderPage(PAGE, { live });
      expect(await screen.findByText(/pods is forbidden/)).toBeVisible();
      expect(screen.queryByText('gone')).not.toBeInTheDocument();
    });

    it('says that the metrics cannot be read', async () => {
      const live = fakeLiveApi();
      live.snapshot(ONE, ENDED);
      renderPage(PAGE, {
        live,
        metrics: {
          getGolden: async () => {
            throw new Error('No Prometheus is configured for cluster eks');
          },
        },
      });
      expect(
        await screen.findByText(
          'The metrics of order-service could not be read',
        ),
      ).toBeVisible();
    });
  });

  it('says that there is none', async () => {
    const live = fakeLiveApi();
    live.snapshot(ONE, {});
    renderPage(PAGE, { live });
    expect(
      await screen.findByText('There is no such fault'),
    ).toBeInTheDocument();
  });
});

it('says that there is no such fault at an address that is none', async () => {
  renderPage('/resilience/faults/gke-prod/ecommerce/PodChaos/Not_A_Name');
  expect(await screen.findByText('There is no such fault')).toBeInTheDocument();
});

it('says that there is nothing at an address that no page has', async () => {
  renderPage('/resilience/faults/weather');
  expect(await screen.findByText(/PAGE NOT FOUND/)).toBeInTheDocument();
});

/** Walks through the steps to the review. */
async function toReview() {
  await userEvent.click(
    await screen.findByRole('radio', { name: /Slow network/ }),
  );
  const next = () =>
    userEvent.click(screen.getByRole('button', { name: 'Continue' }));
  await next();
  await userEvent.type(
    await screen.findByLabelText('Namespace'),
    'ecommerce-stage',
  );
  await next();
  expect(await screen.findByLabelText('Name')).toBeInTheDocument();
  await next();
  expect(await screen.findByText('Who calls it')).toBeInTheDocument();
  await next();
}

describe('the launch of a fault', () => {
  it('goes from the question to the launch, with what was seen', async () => {
    const { api } = open(LAUNCH);
    await toReview();
    await userEvent.type(await screen.findByLabelText('Why'), 'game day');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Launch' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Launch' }),
    );
    await waitFor(() => expect(api.launch).toHaveBeenCalledTimes(1));
    const [target, request] = api.launch.mock.calls[0];
    expect(target).toEqual({
      entityRef: 'component:default/order-service',
      cluster: 'eks-stage',
      namespace: 'ecommerce-stage',
    });
    expect(request).toMatchObject({
      seen: radius().seen,
      args: {
        purpose: 'game day',
        draft: {
          kind: 'NetworkChaos',
          spec: {
            action: 'delay',
            selector: {
              namespaces: ['ecommerce-stage'],
              labelSelectors: { 'backstage.io/kubernetes-id': 'order-service' },
            },
          },
        },
      },
    });
  });

  it('shows share, callers, what is unknown and what runs there', async () => {
    open(LAUNCH);
    await toReview();
    await userEvent.click(
      screen.getByRole('button', { name: /What it will touch/ }),
    );
    expect(await screen.findByText('2 (50 %)')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'payment-service' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/Prometheus does not answer/)).toBeInTheDocument();
    expect(screen.getByText(/A fault runs there already/)).toBeInTheDocument();
  });

  it('launches nothing that is refused', async () => {
    const api = fakeChaosApi({
      preview: async () =>
        radius({
          launchable: false,
          problems: [
            {
              path: '',
              rule: 'targets.none',
              origin: 'trap',
              severity: 'refused',
              message: 'No pod matches.',
            },
          ],
        }),
    });
    open(LAUNCH, { api });
    await toReview();
    const button = await screen.findByRole('button', { name: 'Launch' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(
      (await screen.findAllByText('No pod matches.')).length,
    ).toBeGreaterThan(0);
  });

  it('offers the namespaces that the cluster has', async () => {
    const api = fakeChaosApi({
      getKinds: async () =>
        CLUSTERS.map(one => ({ ...one, namespaces: ['shop', 'shop-stage'] })),
    });
    open(LAUNCH, { api });
    await userEvent.click(
      await screen.findByRole('radio', { name: /Slow network/ }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    const namespace = await screen.findByRole('combobox', {
      name: 'Namespace',
    });
    await userEvent.click(namespace);
    expect(
      screen.getAllByRole('option').map(({ textContent }) => textContent),
    ).toEqual(['shop', 'shop-stage']);
    await userEvent.click(screen.getByRole('option', { name: 'shop-stage' }));
    expect(namespace).toHaveValue('shop-stage');
  });

  it('says why a kind cannot be launched in a cluster', async () => {
    open(LAUNCH);
    await userEvent.click(
      await screen.findByRole('radio', { name: /A method throws/ }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the cluster has no CRD of JVMChaos',
    );
  });
});

describe('the section of a service', () => {
  it('lists its faults and leads to the launch', async () => {
    const live = fakeLiveApi();
    live.snapshot(
      {
        topic: 'chaos:entity',
        params: { entityRef: 'component:default/order-service' },
      },
      { one: fault() },
    );
    renderWithApis(
      <EntityProvider entity={ORDERS}>
        <EntityFaults />
      </EntityProvider>,
      { live },
    );
    expect(await screen.findByRole('link', { name: 'slow' })).toHaveAttribute(
      'href',
      PAGE,
    );
    expect(
      screen.getByRole('link', { name: 'Launch a fault…' }),
    ).toHaveAttribute(
      'href',
      '/resilience/faults/launch?entity=component%3Adefault%2Forder-service',
    );
  });
});
