import { grantOf } from '@slipway/plugin-break-glass-node/testUtils';
import { SEEN, startHarness } from '../__testUtils__/harness';

const entityRef = 'component:default/orders';

describe('break-glass and rollouts', () => {
  it('shows on-call that they may break the glass, and nobody else', async () => {
    const harness = await startHarness();
    const read = async (user: string) =>
      (await harness.get(`${harness.path('orders')}/access`, user)).body;
    const nora = await read('nora');
    expect(nora.breakGlass).toEqual({
      mayOpen: true,
      defaultMinutes: 60,
      maxMinutes: 240,
      others: [],
    });
    expect(nora.actions.promote.reason).toBe(
      'Only owners (team-orders) and the platform group may promote orders. You are on call: you may break the glass for it.',
    );
    for (const user of ['vera', 'olga', 'paula', 'carla']) {
      expect((await read(user)).breakGlass.mayOpen).toBe(false);
    }
    expect((await read('vera')).actions.promote.reason).not.toMatch(/glass/);
  });

  it('shows an open grant to its holder and to others', async () => {
    const harness = await startHarness();
    const grant = grantOf({ entityRef });
    harness.breakGlass.grants.push(
      grant,
      grantOf({ id: 'elsewhere', entityRef: 'component:default/products' }),
    );
    const url = `${harness.path('orders')}/access`;
    const { body: nora } = await harness.get(url, 'nora');
    expect(nora.breakGlass).toMatchObject({
      mayOpen: false,
      grant,
      others: [],
    });
    expect(nora.actions.promote).toEqual({ allowed: true });
    const { body: olga } = await harness.get(url, 'olga');
    expect(olga.breakGlass).toMatchObject({ mayOpen: false, others: [grant] });
    expect(olga.breakGlass.grant).toBeUndefined();
  });

  it('says nothing when the grants cannot be read', async () => {
    const harness = await startHarness();
    harness.breakGlass.failWith(new Error('down'));
    const { status, body } = await harness.get(
      `${harness.path('orders')}/access`,
      'nora',
    );
    expect(status).toBe(200);
    expect(body.breakGlass).toBeUndefined();
    expect(body.actions.promote).toMatchObject({ allowed: false });
  });

  it('what is done under a grant carries it in the activity record and in the audit log', async () => {
    const harness = await startHarness();
    const refused = await harness.act('nora', 'promote', { seen: SEEN });
    expect(refused.status).toBe(403);
    harness.breakGlass.grants.push(grantOf({ entityRef }));
    const { status } = await harness.act('nora', 'promote', { seen: SEEN });
    expect(status).toBe(200);
    expect(harness.activity.entries).toEqual([
      expect.objectContaining({
        actor: 'user:default/nora',
        summary: 'Promote orders under break-glass',
        before: expect.objectContaining({ breakGlass: 'grant-1' }),
        outcome: 'succeeded',
      }),
    ]);
    expect(harness.audited.map(event => event.outcomeMeta)).toEqual([
      expect.not.objectContaining({ breakGlass: expect.anything() }),
      expect.objectContaining({ breakGlass: 'grant-1' }),
    ]);
  });

  it('an owner who is not on call is not asked for a grant', async () => {
    const harness = await startHarness();
    await harness.act('olga', 'promote', { seen: SEEN });
    expect(harness.breakGlass.calls).toBe(0);
    expect(harness.activity.entries[0].summary).toBe('Promote orders');
    expect(harness.activity.entries[0].before).not.toHaveProperty('breakGlass');
  });

  it('does not hold up what is allowed when the grants cannot be read', async () => {
    const harness = await startHarness();
    harness.breakGlass.grants.push(grantOf({ entityRef }));
    harness.breakGlass.failWith(new Error('down'));
    const { status } = await harness.act('nora', 'abort', {
      seen: SEEN,
    });
    expect(status).toBe(200);
    expect(harness.audited[0].outcomeMeta).toMatchObject({
      breakGlass: 'unknown',
    });
  });
});
