import { EnvironmentFacts, resolveEnvironment } from './environment';
import { EnvironmentSource } from './types';

describe('resolveEnvironment', () => {
  const label = (value: string) => ({ 'slipway.io/environment': value });

  it.each<[string, EnvironmentFacts, string, EnvironmentSource]>([
    ['nothing', {}, 'prod', 'undeclared'],
    ['no labels', { labels: {} }, 'prod', 'undeclared'],
    ['the cluster', { cluster: 'dev', labels: {} }, 'dev', 'config-cluster'],
    [
      'a label over the cluster',
      { cluster: 'dev', labels: label('stage') },
      'stage',
      'namespace-label',
    ],
    [
      'the configuration over a label',
      { cluster: 'dev', namespace: 'prod', labels: label('stage') },
      'prod',
      'config-namespace',
    ],
    [
      'a label with another word',
      { cluster: 'dev', labels: label('production') },
      'prod',
      'undeclared',
    ],
    [
      'labels that are not known yet',
      { cluster: 'dev', labels: undefined },
      'prod',
      'undeclared',
    ],
    [
      'the namespace, whatever its labels may be',
      { namespace: 'dev', labels: undefined },
      'dev',
      'config-namespace',
    ],
  ])('goes by %s', (_, facts, environment, source) => {
    expect(resolveEnvironment(facts)).toEqual({ environment, source });
  });
});
