import { at, runDetail, START } from '../__fixtures__/builders';
import { RunDetail } from '../types';
import { jointLane } from './jointLane';

const verdict = (outcome: 'pass' | 'fail' | 'inconclusive', final = true) => ({
  verdict: { outcome, reason: 'What decided it.', final },
});
const FROM = Date.parse(START);
const lasts: Partial<RunDetail> = { endedAt: undefined, state: 'injecting' };

describe('joint runs on the timeline', () => {
  it('have their verdict, parts, page and who started them', () => {
    expect(jointLane([runDetail(verdict('pass'))])).toEqual({
      id: 'joint-run',
      kind: 'joint-run',
      items: [
        {
          type: 'span',
          id: '11111111-1111-4111-8111-111111111111',
          title: 'Lose a pod',
          detail:
            'passed: What decided it. · Pod kill · started by user:default/olga',
          tone: 'healthy',
          path: '/resilience/runs/11111111-1111-4111-8111-111111111111',
          entityRef: 'component:default/orders',
          from: FROM,
          to: Date.parse(at(210)),
        },
      ],
    });
  });

  it.each<[string, Partial<RunDetail>, object]>([
    ['failed', verdict('fail'), { tone: 'degraded' }],
    ['proves nothing', verdict('inconclusive'), { tone: 'unknown' }],
    [
      'was stopped',
      {
        state: 'stopped',
        stop: { at: at(70), cause: 'user', reason: 'Enough.' },
        ...verdict('inconclusive'),
      },
      { detail: expect.stringContaining('stopped: Enough.') },
    ],
    [
      'could not be carried out',
      { state: 'failed', problem: 'No portal.' },
      {
        tone: 'unknown',
        detail: expect.stringMatching(/^could not be carried out · No portal/),
      },
    ],
    [
      'ended, nobody knows when',
      { endedAt: undefined },
      { to: FROM, endUnknown: true },
    ],
  ])('one that %s', (_, changes, expected) => {
    expect(jointLane([runDetail(changes)]).items).toMatchObject([expected]);
  });

  it.each<[string, Partial<RunDetail>, object]>([
    ['is under way', {}, { tone: 'progressing', from: FROM }],
    [
      'has failed already',
      verdict('fail', false),
      { tone: 'degraded', detail: expect.stringMatching(/^injecting/) },
    ],
    ['has a problem', { problem: 'Prometheus is away.' }, { tone: 'degraded' }],
  ])('one that %s lasts', (_, changes, expected) => {
    const [item] = jointLane([runDetail({ ...lasts, ...changes })]).items;
    expect(item).toMatchObject(expected);
    expect(item).not.toHaveProperty('to');
  });
});
