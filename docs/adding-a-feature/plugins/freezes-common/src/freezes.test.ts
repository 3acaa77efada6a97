import { lift } from './actions/lift';
import { freezeView, projectFreeze } from './freeze';

const RAW = {
  metadata: { name: 'black-friday', namespace: 'shop', uid: 'u1' },
  spec: { reason: 'Black Friday' },
};
const CONTEXT = { actor: 'user:default/olga', now: '', id: 'x' };

describe('a freeze', () => {
  it.each([
    [undefined, 'active'],
    [false, 'active'],
    [true, 'lifted'],
  ])('with lifted %s is %s', (lifted, state) => {
    const freeze = projectFreeze({ ...RAW, spec: { ...RAW.spec, lifted } });
    const view = freezeView(
      freeze,
      {
        cluster: 'gke',
        environment: { environment: 'dev', source: 'config-cluster' },
      },
      { entity: { state: 'unbound', reason: 'nobody names it' } },
    );
    expect(view).toMatchObject({ state, reason: 'Black Friday' });
    expect(lift.gate(view)).toBe(
      state === 'lifted' ? 'It is lifted already.' : undefined,
    );
  });
});

describe('lift', () => {
  const plan = (spec: object, state: 'active' | 'lifted', uid = 'u1') =>
    lift
      .prepare(undefined)
      .plan(
        projectFreeze({ ...RAW, spec: { ...RAW.spec, ...spec } }),
        { uid, state },
        CONTEXT,
      );

  it('sets one member of the object that was seen', () => {
    expect(plan({}, 'active').writes).toMatchObject([
      {
        verb: 'patch',
        name: 'black-friday',
        operations: [
          { op: 'test', path: '/metadata/uid', value: 'u1' },
          { op: 'add', path: '/spec/lifted', value: true },
        ],
      },
    ]);
  });

  it.each<[string, object, 'active' | 'lifted', string, RegExp]>([
    ['was lifted meanwhile', { lifted: true }, 'active', 'u1', /now lifted/],
    ['is another one', {}, 'active', 'u2', /changed since you looked/],
    ['is lifted', { lifted: true }, 'lifted', 'u1', /lifted already/],
  ])('is refused where the freeze %s', (_, spec, state, uid, message) => {
    expect(() => plan(spec, state, uid)).toThrow(message);
  });
});
