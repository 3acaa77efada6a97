import { ConflictError } from '@backstage/errors';
import {
  OutcomeUnknownError,
  PartiallyAppliedError,
} from '@slipway/plugin-clusters-common';
import { startPluginHarness } from '@slipway/test-utils';
import { lampsPlugin } from '../__testUtils__/lamps';

async function setUp(failWith?: Error) {
  const { plugin, reasons } = lampsPlugin(failWith);
  const harness = await startPluginHarness(plugin);
  return {
    ...harness,
    reasons,
    darken: (user: string, body: object = { args: { reason: 'night' } }) =>
      harness.as(user).post('/api/lamps/rooms/vera/actions/darken', body),
  };
}

describe('an action on something of the portal itself', () => {
  it('is done by the writer of the feature, and recorded', async () => {
    const test = await setUp();
    const { status, body } = await test.darken('paula');
    expect(status).toBe(200);
    expect(body).toMatchObject({ action: 'darken', reasons: ['night'] });
    expect(test.activity.entries).toEqual([
      expect.objectContaining({
        type: 'darkened',
        summary: 'Darken vera',
        outcome: 'succeeded',
        before: { reasons: 0 },
        after: { reasons: 1 },
        target: {
          cluster: 'portal',
          namespace: 'lamps',
          kind: 'Room',
          name: 'vera',
        },
      }),
    ]);
    expect(test.asked).toEqual([{ permission: 'lamp.darken' }]);
  });

  it('needs the permission, and the feature says why', async () => {
    const test = await setUp();
    const { status, body } = await test.darken('olga');
    expect(status).toBe(403);
    expect(body.error.message).toBe(
      'Only the platform group may make it dark.',
    );
    expect(test.reasons).toEqual([]);
    const access = await test.as('olga').get('/api/lamps/rooms/vera/access');
    expect(access.body.actions.darken).toEqual({
      allowed: false,
      reason: 'Only the platform group may make it dark.',
    });
  });

  it('needs none for what is the user’s own', async () => {
    const test = await setUp();
    expect((await test.darken('vera')).status).toBe(200);
    expect(test.asked).toEqual([]);
  });

  it('takes no state that was seen, and checks its arguments', async () => {
    const test = await setUp();
    const seen = await test.darken('paula', {
      seen: { uid: 'x' },
      args: { reason: 'night' },
    });
    expect(seen.body.error.message).toBe(
      'seen must be empty: this depends on no state',
    );
    expect((await test.darken('paula', {})).status).toBe(400);
  });

  it.each<[Error, number, string]>([
    [new ConflictError('It is dark already'), 409, 'failed'],
    [new OutcomeUnknownError('No answer'), 504, 'unknown'],
    [
      new PartiallyAppliedError(
        { applied: ['hall'], notApplied: ['attic'], unknown: [] },
        'the fuse',
      ),
      409,
      'partial',
    ],
  ])('keeps how it failed: %s', async (error, code, outcome) => {
    const test = await setUp(error);
    const { status, body } = await test.darken('paula');
    expect(status).toBe(code);
    expect(body.error.message).toBe(error.message);
    expect(test.activity.entries).toMatchObject([
      { outcome, error: error.message },
    ]);
    expect(test.audited).toMatchObject([{ outcome: 'failed' }]);
  });
});
