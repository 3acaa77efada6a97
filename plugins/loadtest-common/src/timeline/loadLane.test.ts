import { loadLane, TimelineRun } from './loadLane';

const START = Date.parse('2026-01-02T10:00:00.000Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const run = (changes: Partial<TimelineRun> = {}): TimelineRun => ({
  id: 'r1',
  entityRef: 'component:default/orders',
  profile: 'spike',
  state: 'finished',
  startedBy: 'user:default/olga',
  createdAt: at(0),
  startedAt: at(8),
  loadFrom: at(10),
  loadUntil: at(70),
  endedAt: at(75),
  peakUsers: 500,
  verdict: { outcome: 'pass', reason: 'p95 was 80 ms.', final: true },
  ...changes,
});
const seconds = (from: number, to?: number, more: object = {}) => ({
  from: START + from * 1000,
  ...(to === undefined ? {} : { to: START + to * 1000 }),
  ...more,
});

describe('load tests on the timeline', () => {
  it('have their most users, outcome, page and who started them', () => {
    expect(loadLane([run()])).toEqual({
      id: 'load',
      kind: 'load',
      items: [
        {
          type: 'span',
          id: 'r1',
          title: 'spike test, up to 500 users',
          detail: 'passed: p95 was 80 ms. · started by user:default/olga',
          tone: 'healthy',
          path: '/resilience/load/runs/r1',
          entityRef: 'component:default/orders',
          ...seconds(10, 70),
        },
      ],
    });
  });

  it.each<[string, Partial<TimelineRun>, object]>([
    [
      'one that failed its limits',
      { verdict: { outcome: 'fail', reason: 'p95 was 900 ms.', final: true } },
      { tone: 'degraded', detail: expect.stringMatching(/^failed: p95 was/) },
    ],
    [
      'one that proves nothing',
      { verdict: { outcome: 'inconclusive', reason: 'Few.', final: true } },
      { tone: 'unknown', detail: expect.stringMatching(/^inconclusive: Few/) },
    ],
    [
      'one that was stopped',
      {
        state: 'stopped',
        stop: { at: at(30), by: 'user:default/olga', reason: 'Enough.' },
      },
      { detail: expect.stringContaining('stopped: Enough.') },
    ],
    [
      'one that could not be carried out: that says nothing of the service',
      {
        state: 'failed',
        verdict: undefined,
        loadFrom: undefined,
        loadUntil: undefined,
        problem: 'No pod of it started.',
      },
      {
        tone: 'unknown',
        detail: expect.stringMatching(
          /^could not be carried out · No pod of it started/,
        ),
        ...seconds(8, 75),
      },
    ],
    [
      'one of which nobody knows whether its users are gone',
      { loadUntil: undefined },
      seconds(10, 75, { endUnknown: true }),
    ],
    [
      'one that ended, nobody knows when',
      { loadUntil: undefined, endedAt: undefined },
      seconds(10, 10, { endUnknown: true }),
    ],
  ])('%s', (_, changes, expected) => {
    expect(loadLane([run(changes)]).items).toMatchObject([expected]);
  });

  it.each<[string, Partial<TimelineRun>, object]>([
    [
      'sends requests',
      { state: 'running', verdict: undefined },
      { tone: 'progressing', ...seconds(10) },
    ],
    [
      'breaks a limit',
      {
        state: 'running',
        verdict: { outcome: 'fail', reason: 'x', final: false },
      },
      { tone: 'degraded', detail: expect.stringMatching(/^running/) },
    ],
    [
      'has no user yet',
      { state: 'starting', startedAt: undefined, loadFrom: undefined },
      seconds(0),
    ],
  ])('one that %s lasts', (_, changes, expected) => {
    const lasts = { loadUntil: undefined, endedAt: undefined };
    const [item] = loadLane([run({ ...lasts, ...changes })]).items;
    expect(item).toMatchObject(expected);
    expect(item).not.toHaveProperty('to');
    expect(item).not.toHaveProperty('endUnknown');
  });
});
