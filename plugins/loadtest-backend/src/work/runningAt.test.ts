import { RunningWork } from '@slipway/plugin-work-common';
import { runningAt } from './runningAt';

const PLACE = {
  entityRef: 'component:default/orders',
  cluster: 'gke',
  namespace: 'shop',
};
const work = (rest: Partial<RunningWork>): RunningWork => ({
  id: 'x:1',
  plugin: 'x',
  kind: 'fault',
  title: 'Pod kill',
  state: 'running',
  tone: 'progressing',
  entityRefs: [PLACE.entityRef],
  places: [],
  since: '2026-01-02T10:00:00.000Z',
  path: '/x',
  ...rest,
});

it.each<[string, Partial<RunningWork>, boolean]>([
  ['on the entity, place not known', {}, true],
  ['on another entity, place not known', { entityRefs: ['a:b/c'] }, false],
  [
    'in the namespace',
    { entityRefs: [], places: [{ cluster: 'gke', namespace: 'shop' }] },
    true,
  ],
  ['in the whole cluster', { places: [{ cluster: 'gke' }] }, true],
  [
    'on the entity elsewhere',
    { places: [{ cluster: 'gke', namespace: 'other' }] },
    false,
  ],
  [
    'on workloads of another entity in the namespace',
    {
      entityRefs: ['component:default/users'],
      places: [{ cluster: 'gke', namespace: 'shop', workloads: ['users'] }],
    },
    false,
  ],
])('%s', (_, rest, here) => {
  const unknown = [{ plugin: 'y', reason: 'no answer' }];
  expect(runningAt({ work: [work(rest)], unknown }, PLACE)).toEqual({
    work: here ? [work(rest)] : [],
    unknown,
  });
});
