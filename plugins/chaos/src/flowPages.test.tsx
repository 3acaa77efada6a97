import { FaultChild } from '@slipway/plugin-chaos-common';
import {
  fakeLiveApi,
  giveElementsSize,
} from '@slipway/plugin-portal-react/testUtils';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { core } from './__testUtils__/fixtures';
import { fakeChaosApi, renderPage } from './__testUtils__/renderPage';
import { StepEditor } from './components/Launch/flow/StepEditor';

beforeAll(giveElementsSize);

const LAUNCH =
  '/resilience/faults/launch?entity=component:default/order-service';

/** The page of a Schedule or Workflow. */
function openFlow(
  kind: 'Schedule' | 'Workflow',
  over: Parameters<typeof core>[0],
  children: FaultChild[],
) {
  const ref = { ...core().ref, kind, name: 'flow' };
  const live = fakeLiveApi();
  live.snapshot({ topic: 'chaos:halt' }, { halt: { halted: false } });
  live.snapshot(
    { topic: 'chaos:fault', params: { ...ref } },
    {
      core: { ...core(over), ref },
      ...Object.fromEntries(
        children.map(child => [`child/${child.name}`, child]),
      ),
    },
  );
  const path = `/resilience/faults/${ref.cluster}/${ref.namespace}/${kind}/flow`;
  return renderPage(path, { live });
}

const step = (
  template: string,
  parent: string,
  nodeState: FaultChild['nodeState'],
  more: Partial<FaultChild> = {},
): FaultChild => ({
  name: `${template}-x`,
  kind: '',
  template,
  parent,
  state: String(nodeState),
  nodeState,
  startedAt: '2026-03-02T10:00:00Z',
  ...more,
});

describe('the page of a schedule', () => {
  const manifest = {
    spec: {
      schedule: '*/45 * * * *',
      type: 'PodChaos',
      concurrencyPolicy: 'Forbid',
      historyLimit: 3,
      startingDeadlineSeconds: 600,
    },
  };

  it('says when it starts, what is missed and kept, and why it stands still', async () => {
    openFlow(
      'Schedule',
      {
        manifest,
        state: 'running',
        nextStarts: ['2026-03-02T10:45:00Z', '2026-03-02T11:00:00Z'],
        problem: {
          reason: 'schedule-waiting',
          severity: 'warning',
          summary: 'A start waits: often-x still runs.',
        },
      },
      [],
    );
    expect(
      await screen.findByText(/at 0 and 45 minutes past the hour, UTC/),
    ).toBeInTheDocument();
    expect(screen.getByText(/last 10 min/)).toBeInTheDocument();
    expect(screen.getByText(/Keeps the last 3/)).toBeInTheDocument();
    expect(screen.getByText(/Waits while a fault/)).toBeInTheDocument();
    expect(screen.getByText(/A start waits: often-x/)).toBeInTheDocument();
    expect(
      screen.getByText('Nothing of what it started is there.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Pause' })).toBeEnabled();
  });

  it('has no next start while it is paused', async () => {
    openFlow('Schedule', { manifest, state: 'paused' }, []);
    expect(
      await screen.findByText('None while it is paused.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^Resume/ })).toBeEnabled();
  });
});

describe('the page of a workflow', () => {
  const manifest = {
    spec: {
      entry: 'all',
      templates: [
        { name: 'all', templateType: 'Serial', children: ['kill', 'both'] },
        { name: 'kill', templateType: 'PodChaos' },
        { name: 'both', templateType: 'Parallel', children: ['slow', 'wait'] },
        { name: 'slow', templateType: 'NetworkChaos' },
        { name: 'wait', templateType: 'Suspend' },
      ],
    },
  };

  it('shows its steps as lanes, and why one is stuck', async () => {
    const { ref } = core();
    openFlow('Workflow', { manifest, state: 'running' }, [
      step('all', 'flow', 'running'),
      step('kill', 'all-x', 'finished'),
      step('both', 'all-x', 'running'),
      step('slow', 'both-x', 'running', {
        fault: { ...ref, name: 'slow-x-1' },
        faultText: 'Injecting: 0 of 2 targets injected.',
        problem: 'Injecting failed for 2 of 2 targets.',
      }),
    ]);
    const lanes = await screen.findByRole('list', { name: 'Series all' });
    const branches = within(lanes).getByRole('list', { name: 'Branches both' });
    expect(
      within(lanes)
        .getByTestId('step-all/0-kill')
        .textContent?.includes('Finished'),
    ).toBe(true);
    expect(
      within(branches).getByTestId('step-all/1-both/1-wait'),
    ).toHaveTextContent('Not started');
    expect(branches).toHaveTextContent(
      'Stuck: Injecting failed for 2 of 2 targets.',
    );
    expect(
      within(branches).getByRole('link', { name: 'slow-x-1' }),
    ).toBeInTheDocument();
  });

  it('is aborted at a press', async () => {
    const { api } = openFlow('Workflow', { manifest, state: 'running' }, []);
    await userEvent.click(await screen.findByRole('button', { name: 'Abort' }));
    await waitFor(() =>
      expect(api.act).toHaveBeenCalledWith(
        expect.objectContaining({ kind: 'Workflow' }),
        'abort',
        expect.anything(),
        undefined,
      ),
    );
  });
});

/** Goes to the step in which the fault is filled in. */
async function toLimits(what: RegExp) {
  const api = fakeChaosApi();
  const live = fakeLiveApi();
  live.snapshot({ topic: 'chaos:halt' }, { halt: { halted: false } });
  renderPage(LAUNCH, { api, live });
  await userEvent.click(await screen.findByRole('radio', { name: what }));
  await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
  await userEvent.type(
    await screen.findByLabelText('Namespace'),
    'ecommerce-stage',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
  return api;
}

const press = async (name: string) =>
  userEvent.click(await screen.findByRole('button', { name }));

/** What was asked about last. */
const lastDraft = (api: ReturnType<typeof fakeChaosApi>) =>
  api.preview.mock.calls.at(-1)?.[1];

describe('the canvas of a workflow', () => {
  it('adds, moves and removes steps by buttons, and the YAML is the same', async () => {
    const api = await toLimits(/^Several faults in steps/);
    await press('Add a step to steps');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Wait' }),
    );
    // The new step is chosen, with its fields.
    const editor = await screen.findByRole('region', { name: 'Step wait' });
    const deadline = within(editor).getByLabelText('Deadline');
    await userEvent.clear(deadline);
    expect(
      within(editor).getByText(/needs a time greater than 0/),
    ).toBeInTheDocument();
    await userEvent.type(deadline, '5s');
    await press('Move wait earlier');
    await waitFor(() =>
      expect(lastDraft(api)?.spec).toMatchObject({
        entry: 'steps',
        templates: [
          { name: 'steps', children: ['wait', 'pod-kill'] },
          { name: 'pod-kill', templateType: 'PodChaos' },
          { name: 'wait', templateType: 'Suspend', deadline: '5s' },
        ],
      }),
    );
    await press('Remove pod-kill');
    await press('YAML');
    const yaml = await screen.findByLabelText('YAML of the fault');
    expect(yaml).toHaveDisplayValue(/children:\s+- wait\n/);
    expect(yaml).not.toHaveDisplayValue(/pod-kill\n/);
  });
});

describe('the fields of a schedule', () => {
  it('shows the times in words and refuses what would never start', async () => {
    const api = await toLimits(/^A fault or workflow again and again/);
    const words = await screen.findByTestId('cron-words');
    expect(words).toHaveTextContent(
      'Starts at 10:00, Monday through Friday, UTC.',
    );
    expect(within(words).getAllByRole('listitem')).toHaveLength(5);
    const cron = screen.getByLabelText('Schedule');
    await userEvent.clear(cron);
    await userEvent.type(cron, '@every 2h');
    expect(words).toHaveTextContent(
      'Starts every 2 h, counted from the last start.',
    );
    await waitFor(() =>
      expect(lastDraft(api)).toMatchObject({
        kind: 'Schedule',
        spec: { schedule: '@every 2h', historyLimit: 5 },
      }),
    );
  });

  it('starts a workflow whose lanes are filled in beside them, with refusals at the step', async () => {
    const api = await toLimits(/^A fault or workflow again and again/);
    await userEvent.click(await screen.findByLabelText('What it starts'));
    await userEvent.click(
      await screen.findByRole('option', { name: /^Workflow/ }),
    );
    await press('Add a step to steps');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Wait' }),
    );
    const editor = await screen.findByRole('region', { name: 'Step wait' });
    await userEvent.clear(within(editor).getByLabelText('Deadline'));
    expect(
      within(editor).getByText(/needs a time greater than 0/),
    ).toBeInTheDocument();
    expect(
      within(screen.getByTestId('canvas-wait')).getByText('1 thing to correct'),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(lastDraft(api)?.spec).toMatchObject({
        schedule: '0 10 * * 1-5',
        type: 'Workflow',
        workflow: {
          entry: 'steps',
          templates: [
            { name: 'steps', children: ['pod-kill', 'wait'] },
            { name: 'pod-kill', templateType: 'PodChaos' },
            { name: 'wait', templateType: 'Suspend', deadline: '' },
          ],
        },
      }),
    );
    expect(lastDraft(api)?.spec).not.toHaveProperty('podChaos');
  });
});

describe('the editor of a step', () => {
  it('says at its type why a task is refused', () => {
    render(
      <StepEditor
        cluster="gke-dev"
        template={{ name: 'own', templateType: 'Task' }}
        path="spec.templates[0]"
        problems={[
          {
            path: 'spec.templates[0].templateType',
            rule: 'guardrail.task',
            origin: 'guardrail',
            severity: 'refused',
            message: 'Task steps are not allowed in dev.',
          },
        ]}
        isLane={false}
        onChange={() => {}}
      />,
    );
    expect(
      screen.getByLabelText('Type of the step'),
    ).toHaveAccessibleDescription(/not allowed in dev/);
  });
});
