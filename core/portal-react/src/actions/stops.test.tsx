import { ResponseError } from '@backstage/errors';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { ActionStops, ActionTypes } from '@slipway/plugin-actions-common';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createActionFlow } from './createActionFlow';
import { ActionIntent, ActionSurface, ShownAction } from './types';

interface Ship {
  name: string;
}
interface ShipTypes extends ActionTypes {
  subject: Ship;
  draft: object;
  context: undefined;
  seen: Ship;
}

const sail: ShownAction<ShipTypes> = {
  name: 'sail',
  words: { label: 'Set sail' },
  risk: { severity: 'medium' },
  guard: [],
  gate: () => undefined,
  preview: () => ({ effect: 'It leaves the port.', warnings: [] }),
};

const STORM: ActionStops = {
  stops: [
    {
      rule: 'no storms',
      reason: 'The rule "no storms" stops this: there is one.',
      items: [
        { key: 'a', text: 'Anna, force 10', link: 'https://storms.example/a' },
        ...Array.from({ length: 11 }, (_, i) => ({
          key: `${i}`,
          text: `Gust ${i}`,
        })),
      ],
    },
  ],
  notes: ['Unknown: the tide.'],
  digest: 'd1',
  override: { allowed: true },
};
const CALM: ActionStops = {
  stops: [],
  notes: [],
  digest: 'd0',
  override: { allowed: true },
};

const Actions = createActionFlow<ShipTypes>('Ship');

function Press() {
  const { start } = Actions.useActionFlow();
  const subject = { name: 'Fram' };
  return (
    <button
      onClick={() => start({ action: sail, subject, seen: subject, draft: {} })}
    >
      Sail
    </button>
  );
}

async function open(
  stopsOf: () => Promise<ActionStops>,
  onSend: () => void | Promise<void> = () => {},
) {
  const sent: ActionIntent<ShipTypes>[] = [];
  const surface: ActionSurface<ShipTypes> = {
    emptyDraft: {},
    keyOf: ({ name }) => name,
    targetOf: ({ name }) => ({ cluster: 'c', namespace: 'n', name }),
    environmentOf: () => ({ environment: 'dev' }),
    seenOf: ship => ship,
    contextOf: () => undefined,
    useContext: () => undefined,
    useCurrent: ship => ship,
    stateInWords: () => 'in port',
    stopsOf,
    async send(intent) {
      await onSend();
      sent.push(intent);
      return { message: 'It sails', recorded: true };
    },
  };
  render(
    <TestApiProvider
      apis={[[toastApiRef, { post: () => ({ close: () => {} }) }]]}
    >
      <Actions.ActionFlowProvider surface={surface}>
        <Press />
      </Actions.ActionFlowProvider>
    </TestApiProvider>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Sail' }));
  const dialog = within(await screen.findByRole('dialog'));
  return {
    sent,
    dialog,
    press: (name: string) =>
      userEvent.click(dialog.getByRole('button', { name })),
    reason: (text: string) =>
      userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), text),
  };
}

const OVERRIDE = 'Override and set sail';

describe('a dialog of an action that a rule stops', () => {
  it('names the rule and what it is for, and sends the reason with what was seen', async () => {
    const { dialog, press, reason, sent } = await open(async () => STORM);
    const stopped = within(await dialog.findByTestId('action-stopped'));
    expect(stopped.getByText(/The rule "no storms" stops this/)).toBeVisible();
    expect(
      stopped.getByRole('link', { name: 'Anna, force 10' }),
    ).toHaveAttribute('href', 'https://storms.example/a');
    expect(stopped.getByText('and 2 more')).toBeVisible();
    expect(dialog.getByText('Unknown: the tide.')).toBeVisible();
    expect(
      dialog.getByRole('button', { name: OVERRIDE }),
    ).toHaveAccessibleDescription('Give a reason first');
    await reason('We must bring help.');
    await press(OVERRIDE);
    await waitFor(() =>
      expect(sent).toMatchObject([
        { override: { reason: 'We must bring help.', digest: 'd1' } },
      ]),
    );
  });

  it('says who may override it to who may not', async () => {
    const { dialog } = await open(async () => ({
      ...STORM,
      override: { allowed: false, reason: 'Only the harbour master may.' },
    }));
    await dialog.findByTestId('action-stopped');
    expect(
      dialog.getByRole('button', { name: 'Set sail' }),
    ).toHaveAccessibleDescription('Only the harbour master may.');
    expect(dialog.queryByRole('textbox', { name: /Reason/ })).toBeNull();
  });

  it('asks again after a refusal, and shows what stops it since', async () => {
    let now = CALM;
    const { dialog, press, sent } = await open(
      async () => now,
      async () => {
        now = STORM;
        throw await ResponseError.fromResponse(
          Response.json(
            {
              error: {
                name: 'ActionStoppedError',
                message: 'There is a storm.',
              },
              response: { statusCode: 403 },
            },
            { status: 403 },
          ),
        );
      },
    );
    await press('Set sail');
    expect(
      await dialog.findByText('Nothing was changed. There is a storm.'),
    ).toBeVisible();
    expect(await dialog.findByTestId('action-stopped')).toBeVisible();
    expect(sent).toEqual([]);
  });

  it('can be asked again by hand', async () => {
    const answers = [STORM, CALM];
    const { dialog, press, sent } = await open(
      async () => answers.shift() ?? CALM,
    );
    await dialog.findByTestId('action-stopped');
    await press('Check again');
    await waitFor(() =>
      expect(dialog.queryByTestId('action-stopped')).toBeNull(),
    );
    await press('Set sail');
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0].override).toBeUndefined();
  });

  it('says that it cannot be read, and leaves it to the server', async () => {
    const { dialog, press, sent } = await open(async () => {
      throw new Error('no answer');
    });
    expect(
      await dialog.findByText(/Whether a rule stops this cannot be read/),
    ).toBeVisible();
    await press('Set sail');
    await waitFor(() => expect(sent).toHaveLength(1));
  });
});
