import { ResponseError } from '@backstage/errors';
import { toastApiRef, ToastApiMessage } from '@backstage/frontend-plugin-api';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import TextField from '@mui/material/TextField';
import { ActionAccess, ActionTypes } from '@slipway/plugin-actions-common';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createContext, useContext } from 'react';
import { ActionButton } from './ActionButton';
import { ActionMenu } from './ActionMenu';
import { createActionFlow } from './createActionFlow';
import {
  ActionFields,
  ActionIntent,
  ActionSurface,
  FollowUpProps,
  ShownAction,
} from './types';

/** A queue of letters: the smallest thing with actions. */
interface Queue {
  uid: string;
  name: string;
  length: number;
  stopped?: boolean;
}

interface QueueTypes extends ActionTypes {
  subject: Queue;
  draft: { keep?: string };
  context: { hour: number };
  seen: { uid: string; length?: number };
}

const empty: ShownAction<QueueTypes> = {
  name: 'empty',
  words: { label: 'Empty', menuSuffix: '…' },
  risk: { severity: 'high', typedIn: ['prod'], danger: true },
  guard: ['uid', 'length'],
  gate: ({ length }) => (length === 0 ? 'It is empty already.' : undefined),
  missing: ({ keep }) => (keep ? undefined : 'Say how many to keep.'),
  preview: ({ length }, { keep }, { hour }) => ({
    effect: `Deletes ${length - Number(keep ?? 0)} letters at ${hour} h.`,
    warnings: ['They cannot be read again.'],
    command: `queue empty --keep=${keep ?? 0}`,
  }),
};

const stop: ShownAction<QueueTypes> = {
  name: 'stop',
  words: { label: 'Stop' },
  risk: { severity: 'high', oneTap: true, unrecordedOk: true },
  guard: ['uid'],
  gate: ({ stopped }) => (stopped ? 'It is stopped already.' : undefined),
  preview: ({ name }) => ({ effect: `Stops ${name}.`, warnings: [] }),
};

const start: ShownAction<QueueTypes> = {
  name: 'start',
  words: { label: 'Start' },
  risk: { severity: 'medium' },
  guard: ['uid'],
  gate: ({ stopped }) => (stopped ? undefined : 'It is not stopped.'),
  preview: ({ name }) => ({ effect: `Starts ${name}.`, warnings: [] }),
};

const LETTERS: Queue = { uid: 'uid-1', name: 'letters', length: 8 };
const ALLOWED: ActionAccess = {
  actions: {
    empty: { allowed: true },
    stop: { allowed: true },
    start: { allowed: true },
  },
};

const Actions = createActionFlow<QueueTypes>('Queue');

function Buttons(props: { queue: Queue; access: ActionAccess }) {
  const { queue, access } = props;
  const flow = Actions.useActionFlow();
  const buttons = Actions.useActionButtons(queue, {
    status: 'ready',
    value: access,
  });
  return (
    <>
      <ActionButton {...buttons.button(stop)} />
      <ActionButton {...buttons.button(start)} />
      <ActionMenu label="More" kind="more" items={[buttons.item(empty)]} />
      <button
        onClick={() =>
          flow.startFrom(
            { key: queue.uid, name: queue.name, read: async () => queue },
            start,
          )
        }
      >
        Start from a list
      </button>
    </>
  );
}

/** The queue as it is now. */
const Live = createContext<Queue>(LETTERS);

interface Options {
  environment?: 'prod' | 'stage';
  access?: ActionAccess;
  queue?: Queue;
  /** Throw here to refuse. */
  onSend?: () => void | Promise<void>;
  recorded?: boolean;
}

type Sent = Omit<ActionIntent<QueueTypes>, 'action'> & {
  action: string;
  typedName?: string;
};

const KeepField: ActionFields<QueueTypes> = ({ draft, onChange }) => (
  <TextField
    label="Keep"
    value={draft.keep ?? ''}
    onChange={event => onChange({ keep: event.target.value })}
  />
);

function StartAgain({ effect, startNext }: FollowUpProps<QueueTypes>) {
  return (
    <button onClick={() => startNext(start)}>{`${effect} Start again`}</button>
  );
}

function surfaceOf(options: Options, sent: Sent[]): ActionSurface<QueueTypes> {
  const { environment = 'stage', recorded = true, onSend } = options;
  return {
    emptyDraft: {},
    keyOf: ({ uid }) => uid,
    targetOf: ({ name }) => ({
      cluster: 'c',
      namespace: 'n',
      kind: 'Queue',
      name,
    }),
    environmentOf: () => ({ environment }),
    seenOf: ({ uid, length }) => ({ uid, length }),
    contextOf: () => ({ hour: 7 }),
    useContext: () => ({ hour: 8 }),
    useCurrent: () => useContext(Live),
    read: async subject => ({ ...subject, stopped: true }),
    stateInWords: ({ length }) => `${length} long`,
    fields: { empty: KeepField },
    followUps: { stop: StartAgain },
    notDone: ({ name }) =>
      name === 'start' ? 'The queue was not started' : undefined,
    async send({ action, ...intent }, typedName) {
      await onSend?.();
      sent.push({
        action: action.name,
        ...intent,
        ...(typedName && { typedName }),
      });
      return { message: `${action.words.label} accepted`, recorded };
    },
  };
}

/** A page with the buttons of a queue whose state and backend the test speaks for. */
function setUp(options: Options = {}) {
  const { access = ALLOWED, queue = LETTERS } = options;
  const sent: Sent[] = [];
  const toasts: ToastApiMessage[] = [];
  const closed: string[] = [];
  const surface = surfaceOf(options, sent);
  const page = (now: Queue) => (
    <TestApiProvider
      apis={[
        [
          toastApiRef,
          {
            post: (toast: ToastApiMessage) => {
              toasts.push(toast);
              return { close: () => closed.push(String(toast.title)) };
            },
          },
        ],
      ]}
    >
      <Live.Provider value={now}>
        <Actions.ActionFlowProvider surface={surface}>
          <Buttons queue={now} access={access} />
        </Actions.ActionFlowProvider>
      </Live.Provider>
    </TestApiProvider>
  );
  const { rerender } = render(page(queue));
  return {
    sent,
    toasts,
    closed,
    change: (now: Partial<Queue>) => rerender(page({ ...queue, ...now })),
  };
}

const button = (name: string) => screen.getByRole('button', { name });

/** Opens the dialog of an action from the menu. */
async function openEmpty() {
  await userEvent.click(button('More'));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Empty…' }));
  return within(await screen.findByRole('dialog', { name: 'Empty letters' }));
}

const refusal = (status: number, name: string, message: string) =>
  ResponseError.fromResponse(
    Response.json(
      { error: { name, message }, response: { statusCode: status } },
      { status },
    ),
  );

describe('a dialog', () => {
  it('says what will happen, asks for arguments and the name, and sends both', async () => {
    const { sent, toasts } = setUp({ environment: 'prod' });
    const dialog = await openEmpty();
    const send = () => dialog.getByRole('button', { name: 'Empty' });
    expect(send()).toHaveAccessibleDescription('Say how many to keep.');
    await userEvent.type(dialog.getByRole('textbox', { name: 'Keep' }), '2');
    expect(dialog.getByText('Deletes 6 letters at 8 h.')).toBeInTheDocument();
    expect(dialog.getByText('They cannot be read again.')).toBeInTheDocument();
    expect(dialog.getByText('queue empty --keep=2')).toBeInTheDocument();
    expect(send()).toHaveAccessibleDescription('Type letters first');
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Type letters/ }),
      'letters',
    );
    await userEvent.click(send());
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent).toEqual([
      {
        action: 'empty',
        subject: LETTERS,
        seen: { uid: 'uid-1', length: 8 },
        draft: { keep: '2' },
        typedName: 'letters',
      },
    ]);
    expect(toasts).toMatchObject([
      { title: 'Empty accepted', status: 'success' },
    ]);
  });

  it('says when the subject changed since the user looked, and sends what was seen', async () => {
    const { sent, change } = setUp();
    const dialog = await openEmpty();
    await userEvent.type(dialog.getByRole('textbox', { name: 'Keep' }), '2');
    expect(dialog.queryByText(/changed since you looked/)).toBeNull();
    change({ length: 9 });
    expect(
      dialog.getByText(
        'letters changed since you looked: it is now 9 long. Close this and review it.',
      ),
    ).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Empty' }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0].seen).toEqual({ uid: 'uid-1', length: 8 });
  });

  it('cannot be sent once the action is not applicable any more', async () => {
    const { change } = setUp();
    const dialog = await openEmpty();
    change({ length: 0 });
    expect(
      dialog.getByRole('button', { name: 'Empty' }),
    ).toHaveAccessibleDescription('It is empty already.');
  });

  it.each([
    [409, 'ConflictError', 'Nothing was changed. why', ''],
    [
      403,
      'NotAllowedError',
      'You may not do this; nothing was changed. why',
      '',
    ],
    [503, 'ServiceUnavailableError', 'The action failed. why', ''],
    [
      409,
      'PartiallyAppliedError',
      'Only a part of this was applied. why',
      'Close this and review the queue before you act again.',
    ],
    [
      504,
      'OutcomeUnknownError',
      'It is not known whether this was applied. why',
      'Close this and review the queue before you act again.',
    ],
  ])('reports a %i %s', async (status, name, note, blocked) => {
    const { toasts } = setUp({
      onSend: async () => {
        throw await refusal(status, name, 'why');
      },
    });
    const dialog = await openEmpty();
    const keep = dialog.getByRole('textbox', { name: 'Keep' });
    await userEvent.type(keep, '2');
    const send = dialog.getByRole('button', { name: 'Empty' });
    await userEvent.click(send);
    expect(await dialog.findByText(note)).toBeInTheDocument();
    expect(keep).toHaveValue('2');
    expect(send).toHaveAccessibleDescription(blocked);
    expect(toasts).toEqual([]);
  });
});

describe('a one-tap action', () => {
  it('says on its button what it does, is sent at once, and offers what to do next', async () => {
    const { sent, toasts, closed } = setUp();
    await userEvent.hover(button('Stop'));
    expect(await screen.findByText('Stops letters.')).toBeInTheDocument();
    await userEvent.click(button('Stop'));
    await waitFor(() => expect(toasts).toHaveLength(1));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(sent).toMatchObject([{ action: 'stop', seen: { uid: 'uid-1' } }]);
    render(<>{toasts[0].description}</>);
    await userEvent.click(button('Stops letters. Start again'));
    expect(
      await screen.findByRole('dialog', { name: 'Start letters' }),
    ).toBeInTheDocument();
    expect(closed).toEqual(['Stop accepted']);
  });

  it('stands out when it was done without a record', async () => {
    const { toasts } = setUp({ recorded: false });
    await userEvent.click(button('Stop'));
    await waitFor(() =>
      expect(toasts).toMatchObject([
        { title: 'Stop accepted', status: 'warning' },
      ]),
    );
  });

  it.each([
    [409, 'ConflictError', 'Nothing was changed', 'warning'],
    [
      504,
      'OutcomeUnknownError',
      'It is not known whether this was applied',
      'danger',
    ],
  ])('reports a %i %s', async (status, name, title, severity) => {
    const { toasts } = setUp({
      onSend: async () => {
        throw await refusal(status, name, 'why');
      },
    });
    await userEvent.click(button('Stop'));
    await waitFor(() =>
      expect(toasts).toMatchObject([
        { title, description: 'why', status: severity },
      ]),
    );
  });

  it('shows progress and is not sent twice', async () => {
    let finish = () => {};
    const { sent, toasts } = setUp({
      onSend: () =>
        new Promise<void>(resolve => {
          finish = resolve;
        }),
    });
    await userEvent.click(button('Stop'));
    const busy = screen.getByRole('button', { name: /Stop/ });
    expect(busy).toHaveAttribute('aria-busy', 'true');
    await userEvent.click(busy);
    finish();
    await waitFor(() => expect(toasts).toHaveLength(1));
    expect(sent).toHaveLength(1);
  });
});

describe('from a list', () => {
  it('reads the subject first and asks', async () => {
    setUp({ queue: { ...LETTERS, stopped: true } });
    await userEvent.click(button('Start from a list'));
    expect(
      await screen.findByRole('dialog', { name: 'Start letters' }),
    ).toBeInTheDocument();
  });

  it('says when the action is not applicable to what was read', async () => {
    const { toasts } = setUp();
    await userEvent.click(button('Start from a list'));
    await waitFor(() =>
      expect(toasts).toMatchObject([
        {
          title: 'letters changed since you looked; nothing was changed',
          description: 'It is not stopped.',
          status: 'warning',
        },
      ]),
    );
  });
});

it('a button says why it cannot be pressed, the permission first', async () => {
  setUp({
    queue: { ...LETTERS, length: 0 },
    access: {
      actions: { ...ALLOWED.actions, start: { allowed: false, reason: 'No.' } },
    },
  });
  expect(button('Start')).toHaveAccessibleDescription('No.');
  expect(button('Stop')).not.toHaveAttribute('aria-disabled');
  await userEvent.click(button('More'));
  expect(screen.getByRole('menuitem', { name: /Empty/ })).toHaveTextContent(
    'Empty…It is empty already.',
  );
});
