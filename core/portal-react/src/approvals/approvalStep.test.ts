import { Approval } from '@slipway/plugin-approvals-common';
import { approvalStep } from './approvalStep';

const NOW = new Date('2026-01-02T12:00:00.000Z');
const ASKED = { args: { a: 1, b: 2 }, cluster: 'gke', namespace: 'shop' };

const approval = (changes: Partial<Approval> = {}): Approval => ({
  id: 'a',
  asked: {
    plugin: 'chaos',
    action: 'launch',
    entityRef: 'component:default/orders',
    cluster: 'gke',
    namespace: 'shop',
    args: { b: 2, a: 1 },
    words: 'Kills one pod.',
  },
  digest: 'd',
  needed: 'This is production.',
  requester: 'user:default/olga',
  reason: 'Game day',
  approvers: [],
  askedAt: '2026-01-02T11:00:00.000Z',
  expiresAt: '2026-01-02T13:00:00.000Z',
  state: 'waiting',
  ...changes,
});

it.each<[string, Approval[], string, string | undefined]>([
  ['nothing was asked', [], 'ask', undefined],
  ['it waits', [approval()], 'waiting', 'a'],
  ['it is allowed', [approval({ state: 'allowed' })], 'allowed', 'a'],
  [
    'it ran out',
    [approval({ expiresAt: NOW.toISOString() })],
    'ask',
    undefined,
  ],
  ['it was used', [approval({ state: 'used' })], 'ask', undefined],
  ['it was refused', [approval({ state: 'refused' })], 'ask', 'a'],
  [
    'it was asked for again after a refusal',
    [
      approval({ state: 'refused' }),
      approval({ id: 'b', askedAt: '2026-01-02T11:30:00.000Z' }),
    ],
    'waiting',
    'b',
  ],
  [
    'other arguments are allowed',
    [
      approval({
        state: 'allowed',
        asked: { ...approval().asked, args: { a: 1 } },
      }),
    ],
    'ask',
    undefined,
  ],
  [
    'the same is allowed elsewhere',
    [
      approval({
        state: 'allowed',
        asked: { ...approval().asked, namespace: 'eu' },
      }),
    ],
    'ask',
    undefined,
  ],
  [
    'the same is allowed in another state of the suite',
    [
      approval({
        state: 'allowed',
        asked: { ...approval().asked, state: { hash: 'x' } },
      }),
    ],
    'ask',
    undefined,
  ],
])('%s', (_, approvals, step, id) => {
  const found = approvalStep(approvals, ASKED, NOW);
  expect(found.step).toBe(step);
  expect(found.step === 'ask' ? found.refused?.id : found.approval.id).toBe(id);
});
