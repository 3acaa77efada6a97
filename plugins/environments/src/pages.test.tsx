import {
  fakeLiveApi,
  giveElementsSize,
} from '@slipway/plugin-portal-react/testUtils';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  environment,
  HASH,
  inHours,
  NAME,
  operation,
  OPERATION_ID,
  plan,
  planView,
  resource,
  waitingRow,
} from './__testUtils__/fixtures';
import { fakeEnvironmentsApi, renderPage } from './__testUtils__/renderPage';

const LIST = { topic: 'environments:list' };
const DETAIL = { topic: 'environments:detail', params: { name: NAME } };
const APPROVALS = { topic: 'approvals:list' };
const PATH = `/environments/${NAME}`;
const WHY =
  'This is production: somebody else must allow that the plan is applied.';

beforeAll(giveElementsSize);

/** The page of an environment with an operation. */
function openPage(
  row = environment(),
  operations = [operation()],
  api = fakeEnvironmentsApi(),
  path = PATH,
) {
  const live = fakeLiveApi();
  live.snapshot(DETAIL, {
    environment: row,
    ...Object.fromEntries(operations.map(one => [`operation/${one.id}`, one])),
  });
  return renderPage(path, { live, api });
}

const enabled = async (name: string) => {
  const button = await screen.findByRole('button', { name });
  await waitFor(() =>
    expect(button).not.toHaveAttribute('aria-disabled', 'true'),
  );
  return button;
};

describe('the list of environments', () => {
  it('shows a skeleton until it is there, then state, end, cost and runner, live', async () => {
    const { live } = renderPage('/environments');
    expect(
      await screen.findByRole('status', { name: 'Loading environments' }),
    ).toBeInTheDocument();
    act(() =>
      live.snapshot(LIST, {
        [NAME]: environment({ runner: 'simulated', expiresAt: inHours(1.5) }),
      }),
    );
    const grid = await screen.findByRole('grid', { name: 'Environments' });
    expect(grid).toHaveTextContent('orders-try');
    expect(grid).toHaveTextContent('simulated');
    expect(grid).toHaveTextContent('order-service 1.4.0');
    expect(grid).toHaveTextContent('low');
    expect(within(grid).getByText('in 1 h').parentElement).toHaveAttribute(
      'data-tone',
      'near',
    );
    act(() =>
      live.snapshot(LIST, {
        [NAME]: environment({
          state: 'failed',
          outputs: { endpoints: {} },
          drift: {
            checkedAt: inHours(0),
            differences: 1,
            reasons: ['A label differs.'],
            operationId: OPERATION_ID,
          },
        }),
      }),
    );
    expect(screen.getByTestId('environment-state')).toHaveTextContent('Failed');
    expect(grid).toHaveTextContent('Drifted');
    expect(grid).toHaveTextContent('unknown');
  });

  it('filters by what is mine, and keeps that in the address', async () => {
    const live = fakeLiveApi();
    live.snapshot(LIST, {
      mine: environment({ name: 'mine' }),
      theirs: environment({
        name: 'theirs',
        owner: 'group:default/team-catalog',
        createdBy: 'user:default/carla',
      }),
    });
    renderPage('/environments?mine=true', { live });
    expect(await screen.findByText('1 of 2 environments')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Mine (1)' }));
    expect(await screen.findByText('2 environments')).toBeInTheDocument();
  });

  it('says what to do where there is none, and who may see them', async () => {
    const { live } = renderPage('/environments');
    act(() => live.snapshot(LIST, {}));
    expect(
      await screen.findByText('There is no environment'),
    ).toBeInTheDocument();
    act(() =>
      live.send({
        type: 'failed',
        id: 'environments:list',
        error: { name: 'NotAllowedError', message: 'no' },
      }),
    );
    expect(
      await screen.findByText('You may not see environments'),
    ).toBeInTheDocument();
    expect(screen.getByText('environments.read')).toBeInTheDocument();
  });
});

describe('the page of an environment', () => {
  it('has the state first, its services, outputs, and what is unknown', async () => {
    openPage(
      environment({ outputs: { endpoints: {} }, cluster: undefined }),
      [],
    );
    expect(await screen.findByTestId('what-now')).toHaveTextContent(
      'Ready' + 'It is what its definition says.',
    );
    expect(screen.getByRole('table', { name: 'Services' })).toHaveTextContent(
      'order-service1.4.01unknown',
    );
    expect(
      screen.getByText('In which namespace they run is unknown.'),
    ).toBeInTheDocument();
  });

  it('says plainly that a runner is simulated', async () => {
    openPage(environment({ runner: 'simulated' }), []);
    expect(await screen.findByTestId('what-now')).toHaveTextContent(
      'Simulated: no Terraform runs.',
    );
  });

  it.each(['no-such-one', 'Not%20a%20name'])(
    'says that there is none at %s',
    async name => {
      const live = fakeLiveApi();
      live.snapshot({ topic: 'environments:detail', params: { name } }, {});
      renderPage(`/environments/${name}`, { live });
      expect(
        await screen.findByText('There is no such environment'),
      ).toBeInTheDocument();
    },
  );
});

describe('the plan', () => {
  it('shows what is lost first and apart, hidden and unknown values in words', async () => {
    openPage(waitingRow());
    const lost = await screen.findByRole('region', {
      name: '1 resource is deleted or replaced',
    });
    expect(lost).toHaveTextContent('delete');
    expect(lost).toHaveTextContent('local_file.old');
    expect(lost).toHaveTextContent('it is no longer in the configuration');
    expect(lost).toHaveTextContent('content: precious');
    await userEvent.click(
      screen.getByRole('button', { name: /module\.kms\.local_file\.key/ }),
    );
    const changes = screen.getByRole('list', {
      name: 'Changes of module.kms.local_file.key',
    });
    expect(changes).toHaveTextContent('id: (known after apply)');
    expect(changes).toHaveTextContent('token: (sensitive, hidden)');
    await userEvent.click(
      screen.getByRole('button', { name: /terraform_data\.size/ }),
    );
    expect(
      screen.getByRole('list', { name: 'Changes of terraform_data.size' }),
    ).toHaveTextContent('content: small → medium');
    expect(
      screen.getByRole('list', { name: 'Objects of Helm releases' }),
    ).toHaveTextContent('Rollout/order-service');
  });

  it('of 500 resources draws the modules, and the lost ones', async () => {
    const many = Array.from({ length: 499 }, (_, i) =>
      resource(`module.m${i % 10}.local_file.f${i}`, 'create'),
    );
    openPage(
      waitingRow(),
      undefined,
      fakeEnvironmentsApi({
        getPlan: async () =>
          planView({ resources: [resource('x.lost', 'replace'), ...many] }),
      }),
    );
    const lost = await screen.findByRole('region', {
      name: '1 resource is deleted or replaced',
    });
    expect(lost).toHaveTextContent('x.lost');
    expect(screen.queryByText('module.m3.local_file.f13')).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: /module\.m3.*50 to create/ }),
    );
    expect(screen.getByText('module.m3.local_file.f13')).toBeInTheDocument();
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Search resources' }),
      'f498',
    );
    expect(await screen.findByText('1 of 500 resources')).toBeInTheDocument();
    expect(screen.getByText('module.m8.local_file.f498')).toBeInTheDocument();
  });

  it('is applied as it was read', async () => {
    const { api, toasts } = openPage(waitingRow());
    await userEvent.click(await enabled('Apply…'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Apply plan of orders-try');
    expect(dialog).toHaveTextContent('1 to delete, 1 to update, 2 to create');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Apply' }),
    );
    await waitFor(() => expect(toasts).toHaveLength(1));
    expect(api.act).toHaveBeenCalledWith(NAME, 'apply', {
      args: { operationId: OPERATION_ID, planHash: HASH },
      typedName: undefined,
      approvalId: undefined,
    });
  });

  it('that somebody else must allow is asked for, and the page says whom', async () => {
    const row = waitingRow();
    const { api, live } = openPage(
      waitingRow({
        tier: 'prod',
        operation: row.operation && { ...row.operation, needsApproval: WHY },
      }),
      [operation({ plan: plan({ needsApproval: WHY }) })],
    );
    expect(await screen.findByTestId('what-now')).toHaveTextContent(
      'Nobody has been asked yet',
    );
    await userEvent.click(await enabled('Apply…'));
    const dialog = await screen.findByRole('dialog');
    act(() =>
      live.snapshot(
        {
          topic: 'approvals:asked',
          params: {
            requester: 'user:default/olga',
            plugin: 'environments',
            action: 'apply',
            entityRef: `resource:default/${NAME}`,
          },
        },
        {},
      ),
    );
    await userEvent.type(
      await within(dialog).findByRole('textbox', { name: /reason/i }),
      'Release day',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Ask for approval' }),
    );
    await waitFor(() =>
      expect(api.ask).toHaveBeenCalledWith(
        NAME,
        'apply',
        { operationId: OPERATION_ID, planHash: HASH },
        'Release day',
      ),
    );
    act(() =>
      live.snapshot(APPROVALS, {
        a1: {
          id: 'a1',
          asked: {
            plugin: 'environments',
            action: 'apply',
            entityRef: `resource:default/${NAME}`,
            words: 'Create orders-try.',
          },
          digest: 'd',
          needed: WHY,
          requester: 'user:default/olga',
          reason: 'Release day',
          approvers: ['group:default/platform'],
          askedAt: inHours(0),
          expiresAt: inHours(2),
          state: 'waiting',
        },
      }),
    );
    expect(screen.getByTestId('what-now')).toHaveTextContent(
      'olga asked platform',
    );
  });

  it('that is stale cannot be applied: Retry plans again', async () => {
    const { api } = openPage(waitingRow(), [
      operation({ plan: plan({ stale: 'The plan expired at noon.' }) }),
    ]);
    expect(await screen.findByTestId('what-now')).toHaveTextContent(
      'The plan expired at noon. It is planned, and approved, again.',
    );
    expect(screen.queryByRole('button', { name: 'Apply…' })).toBeNull();
    await userEvent.click(await enabled('Retry…'));
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Retry',
      }),
    );
    await waitFor(() =>
      expect(api.act).toHaveBeenCalledWith(
        NAME,
        'retry',
        expect.objectContaining({ args: { operationId: OPERATION_ID } }),
      ),
    );
  });
});

describe('the steps', () => {
  const running = operation({
    state: 'applying',
    steps: operation().steps.map(step =>
      step.seq === 3
        ? { ...step, state: 'running', attempt: 1, startedAt: inHours(0) }
        : step,
    ),
  });
  const applying = environment({
    state: 'applying',
    reason: 'terraform:apply runs.',
    operation: {
      id: OPERATION_ID,
      kind: 'create',
      state: 'applying',
      startedBy: 'user:default/olga',
    },
  });

  it('follow the log of what runs, without colours, and can be cancelled', async () => {
    const esc = String.fromCharCode(27);
    const parts = [
      { text: `${esc}[32mCreating`, next: 13, ended: false },
      { text: `${esc}[0m done\n`, next: 23, ended: true },
    ];
    const { api } = openPage(
      applying,
      [running],
      fakeEnvironmentsApi({
        getLog: async (_name, _id, _seq, from) => parts[from === 0 ? 0 : 1],
      }),
    );
    const log = await screen.findByRole('region', {
      name: 'Log of Apply infrastructure',
    });
    await waitFor(() => expect(log).toHaveTextContent(/^Creating done$/));
    expect(api.getLog).toHaveBeenLastCalledWith(NAME, OPERATION_ID, 3, 13);
    await userEvent.click(await enabled('Cancel'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Terraform gets an interrupt');
  });

  it('that failed after the apply are continued, and it says with which', async () => {
    const failed = operation({
      state: 'failed',
      steps: operation().steps.map(step => {
        if (step.seq === 3) return { ...step, state: 'succeeded', attempt: 1 };
        return step.seq === 4
          ? { ...step, state: 'failed', attempt: 1, reason: 'No outputs.' }
          : step;
      }),
    });
    openPage(
      environment({
        state: 'failed',
        operation: {
          id: OPERATION_ID,
          kind: 'create',
          state: 'failed',
          startedBy: 'user:default/olga',
        },
      }),
      [failed],
    );
    expect(await screen.findByTestId('what-now')).toHaveTextContent(
      'Retry continues with “Read outputs”; what was applied is not applied again.',
    );
    expect(screen.getByTestId('step-4')).toHaveTextContent('No outputs.');
    expect(
      await screen.findByRole('region', { name: 'Log of Read outputs' }),
    ).toHaveTextContent('Refreshing state');
  });

  it('of a held lock say who, since when and what to do', async () => {
    const lock = {
      id: 'l-1',
      who: 'root@laptop',
      since: inHours(-1),
      operation: 'OperationTypeApply',
      explained: 'The state is locked by root@laptop with an apply.',
      mayUnlock: false,
      reason: 'The portal did not take this lock.',
      command: 'terraform force-unlock l-1',
    };
    const row = environment({
      state: 'lock-held',
      operation: {
        id: OPERATION_ID,
        kind: 'create',
        state: 'lock-held',
        startedBy: 'user:default/olga',
      },
    });
    const { live } = openPage(row, [operation({ state: 'lock-held', lock })]);
    expect(
      await screen.findByText('The portal did not take this lock.'),
    ).toBeInTheDocument();
    expect(screen.getByText('terraform force-unlock l-1')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Release lock…' })).toBeNull();
    act(() =>
      live.snapshot(DETAIL, {
        environment: row,
        [`operation/${OPERATION_ID}`]: operation({
          state: 'lock-held',
          lock: { ...lock, mayUnlock: true, reason: 'Its process is dead.' },
        }),
      }),
    );
    expect(await enabled('Release lock…')).toBeInTheDocument();
  });
});

describe('an environment that is there', () => {
  it('is extended, and says until when', async () => {
    const { api } = openPage(environment(), []);
    await userEvent.click(await enabled('Extend…'));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: '8 h' }));
    expect(
      await within(dialog).findByText(/At most 240 hours from now/),
    ).toHaveTextContent('It would end at');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Extend' }),
    );
    await waitFor(() =>
      expect(api.act).toHaveBeenCalledWith(
        NAME,
        'extend',
        expect.objectContaining({ args: { hours: 8 } }),
      ),
    );
  });

  it('that drifted shows what differs, and can be reconciled', async () => {
    const { api } = openPage(
      environment({
        drift: {
          checkedAt: inHours(-1),
          differences: 1,
          reasons: ['The label team differs.'],
          operationId: OPERATION_ID,
        },
      }),
      [],
      fakeEnvironmentsApi({
        getPlan: async () =>
          planView({
            drift: [resource('local_file.labels', 'update')],
            resources: [],
          }),
      }),
    );
    expect(
      await screen.findByText('The label team differs.'),
    ).toBeInTheDocument();
    expect(await screen.findByText('local_file.labels')).toBeInTheDocument();
    await userEvent.click(await enabled('Reconcile…'));
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Reconcile',
      }),
    );
    await waitFor(() =>
      expect(api.act).toHaveBeenCalledWith(NAME, 'reconcile', {
        args: undefined,
        typedName: undefined,
        approvalId: undefined,
      }),
    );
  });

  it('is planned to be destroyed after what is lost was named', async () => {
    const { api } = openPage(environment(), []);
    await userEvent.click(await enabled('Extend…'));
    await userEvent.keyboard('{Escape}');
    await userEvent.click(
      await screen.findByRole('button', { name: 'More actions' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Destroy…' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('service order-service 1.4.0');
    expect(dialog).toHaveTextContent('namespace env-orders-try in gke-stage');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Destroy' }),
    );
    await waitFor(() =>
      expect(api.act).toHaveBeenCalledWith(NAME, 'destroy', expect.anything()),
    );
  });

  it('is changed: only what differs is sent', async () => {
    const { api } = openPage(environment(), []);
    await enabled('Extend…');
    await userEvent.click(screen.getByRole('button', { name: 'More actions' }));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Change…' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      await within(dialog).findByRole('checkbox', { name: 'cart' }),
    );
    const version = within(dialog).getByRole('combobox', {
      name: 'Version of order-service',
    });
    await userEvent.clear(version);
    await userEvent.type(version, '1.5.0');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Change' }),
    );
    await waitFor(() =>
      expect(api.act).toHaveBeenCalledWith(
        NAME,
        'change',
        expect.objectContaining({
          args: {
            services: {
              'order-service': { version: '1.5.0' },
              cart: { version: '2.0.1' },
            },
          },
        }),
      ),
    );
  });

  it('has its history, and shows an older operation at its address', async () => {
    const old = operation({
      id: '7f0c2a5e-8f0e-4a44-9a8c-0a2f2f6a2b12',
      kind: 'change',
      state: 'succeeded',
      endedAt: inHours(-0.5),
    });
    openPage(
      environment({
        operation: {
          id: OPERATION_ID,
          kind: 'create',
          state: 'succeeded',
          startedBy: 'user:default/olga',
        },
      }),
      [operation({ state: 'succeeded' })],
      fakeEnvironmentsApi({ getOperations: async () => [old] }),
      `${PATH}?operation=${old.id}`,
    );
    expect(
      await screen.findByText('Below is an earlier operation: Change.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('table', { name: 'Operations' })).toHaveTextContent(
      '30 min',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Show the latest' }),
    );
    expect(screen.queryByText(/Below is an earlier operation/)).toBeNull();
  });
});
