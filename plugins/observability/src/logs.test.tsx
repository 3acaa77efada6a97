import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import {
  LogLine,
  LogsAnswer,
  logTailTopic,
} from '@slipway/plugin-observability-common';
import { decodeRison } from '@slipway/plugin-observability-common/testUtils';
import { topicId, topicRequest } from '@slipway/plugin-live-common';
import { giveElementsSize } from '@slipway/plugin-portal-react/testUtils';
import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ENTITY_REF, fakeApi, renderTab } from './__testUtils__/renderTab';

const FROM = 1768482000000;
const TO = 1768485600000;
const PATH = `/?range=${FROM}-${TO}`;

const line = (id: string, changes: Partial<LogLine> = {}): LogLine => ({
  id,
  at: '2026-01-15T13:30:00.000Z',
  level: 'INFO',
  message: `message ${id}`,
  pod: 'orders-6dfb-abcde',
  side: 'stable',
  ...changes,
});
const SOURCE = 'The log store of cluster gke';
const answer = (...lines: LogLine[]): LogsAnswer => ({
  lines,
  source: SOURCE,
});
const openLines = async () =>
  userEvent.click(await screen.findByRole('button', { name: 'Log lines' }));
const grid = (name = 'Log lines') => screen.findByRole('treegrid', { name });
const rows = async (name?: string) =>
  within(await grid(name)).getAllByRole('row');
const messages = async (name?: string) =>
  (await rows(name)).map(
    row => within(row).getAllByRole('gridcell')[4].textContent,
  );

beforeAll(giveElementsSize);

describe('log lines', () => {
  it('are not read before somebody wants them, because each reading is audited', async () => {
    const { api } = renderTab({ path: PATH });
    await screen.findByRole('button', { name: 'Log lines' });
    expect(api.getLogs).not.toHaveBeenCalled();
    await openLines();
    expect(await screen.findByText('No lines in this range')).toBeVisible();
    expect(api.getLogs.mock.calls).toEqual([
      [
        ENTITY_REF,
        expect.objectContaining({ cluster: 'gke', workload: 'orders' }),
        { filter: { side: 'all' }, range: { from: FROM, to: TO } },
      ],
    ]);
    expect(screen.getByText(/masked as •••/)).toBeVisible();
  });

  it('are those of the canary and a level, by the address', async () => {
    const { api } = renderTab({
      path: `${PATH}&logs=canary&level=ERROR`,
      api: fakeApi({
        getLogs: async () =>
          answer(
            line('1', {
              level: 'ERROR',
              side: 'canary',
              message: 'card •••',
              stack: 'java.lang.Error\n\tat Orders',
              masked: 2,
            }),
          ),
      }),
    });
    const [row] = await rows();
    expect(row).toHaveTextContent('ERRORcanaryorders-6dfb-abcdecard •••');
    expect(api.getLogs.mock.calls.map(([, , { filter }]) => filter)).toEqual([
      { side: 'canary', level: 'ERROR' },
    ]);
    await userEvent.click(row);
    const [opened, details] = await rows();
    expect(opened).toHaveAttribute('aria-expanded', 'true');
    expect(details).toHaveTextContent('java.lang.Error');
    expect(details).toHaveTextContent('2 values masked');
  });

  it('are opened and closed with the keyboard, as the rows of a tree', async () => {
    renderTab({
      path: `${PATH}&logs=all`,
      api: fakeApi({
        getLogs: async () =>
          answer(line('2', { logger: 'shop.Orders' }), line('1')),
      }),
    });
    const seen = async () =>
      (await rows()).map(row => [
        row.getAttribute('aria-level'),
        row.getAttribute('aria-expanded'),
        row.getAttribute('aria-rowindex'),
        row === document.activeElement,
      ]);
    const [first] = await rows();
    act(() => first.focus());
    const closed = [
      ['1', 'false', '1', true],
      ['1', 'false', '2', false],
    ];
    expect(await seen()).toEqual(closed);
    await userEvent.keyboard('{ArrowRight}');
    const open = [
      ['1', 'true', '1', true],
      ['2', null, '2', false],
      ['1', 'false', '3', false],
    ];
    expect(await seen()).toEqual(open);
    expect(await grid()).toHaveAttribute('aria-rowcount', '3');
    await userEvent.keyboard('{ArrowRight}');
    const details = (await rows())[1];
    expect(details).toHaveFocus();
    expect(details).toHaveTextContent('logger shop.Orders');
    await userEvent.keyboard('{ArrowDown}');
    expect((await rows())[2]).toHaveFocus();
    await userEvent.keyboard('{ArrowUp}{ArrowLeft}');
    expect(await seen()).toEqual(open);
    await userEvent.keyboard('{ArrowLeft}');
    expect(await seen()).toEqual(closed);
    await userEvent.keyboard('{Enter}{ArrowDown}{Enter}');
    expect(await seen()).toEqual(closed);
  });

  it('are found by words, which do not go into the address', async () => {
    const { api } = renderTab({
      path: `${PATH}&logs=all`,
      api: fakeApi({ getLogs: async () => answer(line('1')) }),
    });
    await grid();
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Words in the message' }),
      'a "b" *{Enter}',
    );
    await grid();
    expect(api.getLogs).toHaveBeenLastCalledWith(
      ENTITY_REF,
      expect.anything(),
      expect.objectContaining({ filter: { side: 'all', text: 'a "b" *' } }),
    );
    const link = screen.getByRole('link', { name: 'The same lines in Kibana' });
    const { hash } = new URL(link.getAttribute('href') ?? '');
    const search = new URLSearchParams(hash.replace('#/?', ''));
    expect(decodeRison(search.get('_g') ?? '')).toEqual({
      time: {
        from: new Date(FROM).toISOString(),
        to: new Date(TO).toISOString(),
      },
    });
    expect(decodeRison(search.get('_a') ?? '')).toMatchObject({
      query: {
        query: 'ns : "shop" and app : "orders" and message : "a \\"b\\" *"',
      },
    });
  });

  it('come page by page; what is there stays when an older page fails', async () => {
    const getLogs = jest
      .fn()
      .mockResolvedValueOnce({ ...answer(line('2')), next: [5, 'x'] })
      .mockRejectedValueOnce(new ServiceUnavailableError('too much to do'))
      .mockResolvedValueOnce(answer(line('1')));
    renderTab({ path: `${PATH}&logs=all`, api: fakeApi({ getLogs }) });
    const older = await screen.findByRole('button', { name: 'Older lines' });
    await userEvent.click(older);
    expect(
      await screen.findByText('Older lines cannot be shown'),
    ).toBeVisible();
    expect(await messages()).toEqual(['message 2']);
    await userEvent.click(screen.getByRole('button', { name: 'Older lines' }));
    expect(await screen.findByText('2 lines in the range')).toBeVisible();
    expect(await messages()).toEqual(['message 2', 'message 1']);
    expect(getLogs.mock.calls[2][2]).toMatchObject({ after: [5, 'x'] });
  });

  it('are refused with the permission and who has it', async () => {
    renderTab({
      path: `${PATH}&logs=all`,
      api: fakeApi({
        getLogs: async () => {
          throw new NotAllowedError('no');
        },
      }),
    });
    expect(
      await screen.findByText('You may not read the log lines of this service'),
    ).toBeVisible();
    expect(screen.getByText('observability.logs.read')).toBeVisible();
    expect(screen.getByText(/on-call with break-glass access/)).toBeVisible();
  });

  it('say that the log store does not answer, and leave the rest', async () => {
    renderTab({
      path: `${PATH}&logs=all`,
      api: fakeApi({
        getLogs: async () => {
          throw new ServiceUnavailableError(`${SOURCE} does not answer`);
        },
      }),
    });
    expect(await screen.findByText(`${SOURCE} does not answer`)).toBeVisible();
    expect(
      await screen.findByRole('table', { name: 'Medians over the range' }),
    ).toBeVisible();
  });

  it('that are slow hold nothing else back', async () => {
    renderTab({
      path: `${PATH}&logs=all`,
      api: fakeApi({ getLogs: () => new Promise(() => {}) }),
    });
    expect(
      await screen.findByRole('table', { name: 'Medians over the range' }),
    ).toBeVisible();
    expect(screen.getByLabelText('Loading log lines')).toBeVisible();
  });

  it('are there while the metrics are slow', async () => {
    renderTab({
      path: `${PATH}&logs=all`,
      api: fakeApi({
        getLogs: async () => answer(line('1')),
        getAlerts: () => new Promise(() => {}),
        getNow: () => new Promise(() => {}),
        getGraph: () => new Promise(() => {}),
      }),
      getGolden: () => new Promise(() => {}),
    });
    expect(await messages()).toEqual(['message 1']);
    expect(screen.queryByRole('table', { name: /Medians/ })).toBeNull();
  });

  it('say that lines may be missing, and do not call that none', async () => {
    renderTab({
      path: `${PATH}&logs=all`,
      api: fakeApi({ getLogs: async () => ({ ...answer(), partial: true }) }),
    });
    expect(
      await screen.findByText('No lines in what could be read'),
    ).toBeVisible();
  });

  it('say where no log store is configured, and ask nothing', async () => {
    const { api } = renderTab({
      path: `${PATH}&place=aks/shop/orders&logs=all`,
    });
    expect(await screen.findByText('No log store is configured')).toBeVisible();
    expect(api.getLogs).not.toHaveBeenCalled();
  });
});

describe('followed lines', () => {
  const REQUEST = topicRequest(logTailTopic, {
    entityRef: ENTITY_REF,
    cluster: 'gke',
    namespace: 'shop',
    workload: 'orders',
    side: 'canary',
    level: 'ANY',
    text: '',
  });
  const NAME = 'Newest log lines';

  async function follow(...first: LogLine[]) {
    const page = renderTab({ path: `${PATH}&logs=canary` });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Follow' }),
    );
    const send = (...lines: LogLine[]) =>
      act(() =>
        page.live.snapshot(
          REQUEST,
          Object.fromEntries(lines.map(one => [one.id, one])),
        ),
      );
    send(...first);
    return { ...page, send };
  }
  const one = line('1', { at: '2026-01-15T13:30:01.000Z' });
  const two = line('2', { at: '2026-01-15T13:30:02.000Z' });
  const three = line('3', { at: '2026-01-15T13:30:03.000Z' });

  it('come newest first, and stand still while somebody has scrolled', async () => {
    const { send } = await follow(one);
    send(one, two);
    expect(await messages(NAME)).toEqual(['message 2', 'message 1']);
    const scroller = await grid(NAME);
    fireEvent.scroll(scroller, { target: { scrollTop: 200 } });
    send(one, two, three);
    expect(await messages(NAME)).toEqual(['message 2', 'message 1']);
    expect(
      screen.getByRole('button', { name: 'Go on (1 new line)' }),
    ).toBeVisible();
    fireEvent.scroll(scroller, { target: { scrollTop: 0 } });
    expect(await messages(NAME)).toEqual([
      'message 3',
      'message 2',
      'message 1',
    ]);
  });

  it('stand still from a press until the next', async () => {
    const { send } = await follow(one);
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    send(one, two, three);
    expect(await messages(NAME)).toEqual(['message 1']);
    await userEvent.click(
      screen.getByRole('button', { name: 'Go on (2 new lines)' }),
    );
    expect(await messages(NAME)).toHaveLength(3);
    expect(screen.getByRole('button', { name: 'Pause' })).toBeVisible();
  });

  it('stay, with their age, when the log store stops answering', async () => {
    const { live } = await follow(one);
    act(() =>
      live.snapshot(REQUEST, { 1: one }, [
        {
          source: 'logs gke',
          state: 'unreachable',
          since: new Date().toISOString(),
          reason: `${SOURCE} does not answer`,
        },
      ]),
    );
    expect(await screen.findByText(`${SOURCE} does not answer`)).toBeVisible();
    expect(await messages(NAME)).toEqual(['message 1']);
  });

  it('are refused as lines are', async () => {
    const { live } = await follow(one);
    act(() =>
      live.send({
        type: 'failed',
        id: topicId(REQUEST),
        error: { name: 'NotAllowedError', message: 'no' },
      }),
    );
    expect(
      await screen.findByText('You may not read the log lines of this service'),
    ).toBeVisible();
  });
});
