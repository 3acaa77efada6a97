import { summary, waitingSummary } from '../__testUtils__/fixtures';
import { componentsOf, servicesOfSystem } from './systemServices';

const bound = (name: string) => ({
  entity: {
    state: 'bound' as const,
    entityRef: `component:default/${name}`,
    by: 'kubernetes-id' as const,
  },
});
const part = (ref: string) => ({ type: 'hasPart', targetRef: ref });

it('lists the components of a system, those that need attention first', () => {
  const services = servicesOfSystem(
    componentsOf({
      relations: [
        part('component:default/a'),
        part('component:default/b'),
        part('component:default/none'),
        part('component:default/a'),
        part('api:default/a'),
        { type: 'ownedBy', targetRef: 'group:default/platform' },
      ],
    }),
    [
      summary('a', bound('a')),
      waitingSummary('b', bound('b')),
      summary('foreign', bound('foreign')),
    ],
  );
  expect(
    services.map(({ entityRef, rollouts }) => [
      entityRef,
      rollouts.map(({ ref }) => ref.name),
    ]),
  ).toEqual([
    ['component:default/b', ['b']],
    ['component:default/a', ['a']],
    ['component:default/none', []],
  ]);
});

it('is empty for a system without parts', () => {
  expect(servicesOfSystem(componentsOf({}), [summary()])).toEqual([]);
});
