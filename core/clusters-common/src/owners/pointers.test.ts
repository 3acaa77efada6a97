import { pointersOf, showsWorkloads } from './pointers';

const ID = 'backstage.io/kubernetes-id';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const CLUSTER = 'backstage.io/kubernetes-cluster';

describe('pointersOf', () => {
  it('trims, and takes blanks for nothing', () => {
    expect(
      pointersOf({ [ID]: ' orders ', [CLUSTER]: ' ', [SELECTOR]: '\n' }),
    ).toEqual({
      kubernetesId: 'orders',
      labelSelector: undefined,
      namespace: undefined,
      cluster: undefined,
    });
  });
});

describe('showsWorkloads', () => {
  it.each<[string, Record<string, string> | undefined, boolean]>([
    ['Component', undefined, true],
    ['component', {}, true],
    ['RESOURCE', {}, true],
    ['System', {}, true],
    ['API', {}, false],
    ['API', { [ID]: 'orders' }, true],
    ['Domain', { [SELECTOR]: 'a=b' }, true],
    ['Domain', { [SELECTOR]: ' ' }, false],
    ['Group', {}, false],
    ['User', undefined, false],
    ['Location', {}, false],
  ])('%s with %j: %s', (kind, annotations, expected) => {
    expect(showsWorkloads({ kind, annotations })).toBe(expected);
  });
});
