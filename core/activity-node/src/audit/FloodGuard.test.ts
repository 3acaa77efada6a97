import { AuditorEvent } from '@backstage/backend-defaults/auditor';
import { FloodGuard } from './FloodGuard';

const event = (
  status: 'initiated' | 'succeeded' | 'failed',
  more: Partial<AuditorEvent> = {},
): AuditorEvent => ({
  plugin: 'rollouts',
  eventId: 'promote',
  severityLevel: 'medium',
  actor: { actorId: 'user:default/vera' },
  ...more,
  ...(status === 'failed' ? { status, error: new Error('x') } : { status }),
});

function setUp() {
  const folded: Array<[string, Record<string, number>]> = [];
  const guard = new FloodGuard({
    inFull: 2,
    onFolded: (actor, counts) => folded.push([actor, counts]),
  });
  return { guard, folded };
}

describe('FloodGuard', () => {
  it('counts what one user has refused past a number, and starts again each minute', () => {
    const { guard, folded } = setUp();
    const seen = Array.from({ length: 4 }, () => [
      guard.admits(event('initiated')),
      guard.admits(event('failed')),
    ]);
    expect(seen).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [false, false],
    ]);
    guard.endWindow();
    expect(folded).toEqual([
      [
        'user:default/vera',
        { 'rollouts.promote initiated': 3, 'rollouts.promote failed': 3 },
      ],
    ]);
    expect(guard.admits(event('initiated'))).toBe(true);
    guard.endWindow();
    expect(folded).toHaveLength(1);
  });

  it('what changed something is always written, and so are others', () => {
    const { guard } = setUp();
    for (let i = 0; i < 5; i++) guard.admits(event('initiated'));
    expect(guard.admits(event('initiated'))).toBe(false);
    expect(guard.admits(event('succeeded'))).toBe(true);
    const partial = { meta: { outcome: 'partial' } };
    expect(guard.admits(event('failed', partial))).toBe(true);
    const olga = { actor: { actorId: 'user:default/olga' } };
    expect(guard.admits(event('initiated', olga))).toBe(true);
  });

  it('knows the user behind an agent, and leaves plugins alone', () => {
    const { guard } = setUp();
    const agent = {
      actor: { actorId: 'plugin:rollouts' },
      meta: { actor: 'user:default/vera' },
    };
    const plugin = { actor: { actorId: 'plugin:rollouts' } };
    for (let i = 0; i < 5; i++) {
      guard.admits(event('initiated', agent));
      guard.admits(event('initiated', plugin));
    }
    expect(guard.admits(event('initiated', agent))).toBe(false);
    expect(guard.admits(event('initiated', plugin))).toBe(true);
  });
});
