import { NotAllowedError } from '@backstage/errors';
import { delayFault, startHarness } from '../__testUtils__/harness';

describe('halt everything', () => {
  it('stops all faults, blocks new ones, and says why until it is lifted', async () => {
    const harness = await startHarness({
      faults: [delayFault('slow-1'), delayFault('slow-2')],
    });
    const { status, body } = await harness.halt('Orders fail for users');
    expect(body.halt).toMatchObject({
      halted: true,
      by: 'user:default/paula',
      reason: 'Orders fail for users',
      stopped: 2,
    });
    expect(status).toBe(200);
    expect(
      harness.clusters.writes.map(({ write }) => [write.verb, write.name]),
    ).toEqual([
      ['delete', 'slow-1'],
      ['delete', 'slow-2'],
    ]);

    const refused = await harness.launch();
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain(
      'Faults are halted by user:default/paula: Orders fail for users.',
    );
    expect((await harness.preview()).body.launchable).toBe(false);

    const lifted = await harness
      .as('paula')
      .post(`${harness.base}/halt/actions/lift`, {
        seen: { halted: true, at: body.halt.at },
      });
    expect(lifted.body.halt).toEqual({ halted: false });
    expect((await harness.launch()).status).toBe(200);
  });

  it('only the platform group may', async () => {
    const harness = await startHarness({ faults: [delayFault('slow')] });
    const { status, body } = await harness.halt('Because', 'olga');
    expect(status).toBe(403);
    expect(body.error.message).toContain('Only the platform group may halt');
    expect(harness.clusters.writes).toEqual([]);
  });

  it('what cannot be stopped is named, and new faults are blocked anyway', async () => {
    const harness = await startHarness({
      faults: [delayFault('slow-1'), delayFault('slow-2')],
    });
    harness.clusters.failNext('write', new NotAllowedError('RBAC refuses'));
    const { status, body } = await harness.halt('Because of trouble');
    expect(status).toBe(409);
    expect(body.error.message).toContain('New faults are blocked');
    expect(body.error.message).toContain('RBAC refuses');
    const halt = await harness.get(`${harness.base}/halt`);
    expect(halt.body).toMatchObject({ halted: true, stopped: 1 });
  });

  it('a lift is refused when it was halted again', async () => {
    const harness = await startHarness();
    await harness.halt('Because of trouble');
    const { status } = await harness
      .as('paula')
      .post(`${harness.base}/halt/actions/lift`, {
        seen: { halted: true, at: '2026-01-01T00:00:00.000Z' },
      });
    expect(status).toBe(409);
  });

  it('is shown live', async () => {
    const harness = await startHarness();
    const topic = await harness.live.open('chaos:halt', {});
    await topic.waitFor(({ ready }) => ready);
    expect(topic.items.get('halt')).toEqual({ halted: false });
    topic.close();
  });
});
