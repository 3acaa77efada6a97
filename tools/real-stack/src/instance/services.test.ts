import {
  helmArguments,
  inParallel,
  releases,
  wantedServices,
} from './services.ts';

describe('wantedServices', () => {
  it.each([
    ['none', 0],
    ['all', 10],
    ['order-service, user-service', 2],
  ])('%s gives %d services', (option, count) => {
    expect(wantedServices(option)).toHaveLength(count);
  });

  it('names what it does not know', () => {
    expect(() => wantedServices('order-service,basket')).toThrow(
      'Unknown service basket',
    );
  });
});

describe('releases', () => {
  it('puts two services into stage as well, with the stage profile', () => {
    const list = releases(wantedServices('all'), 'http://127.0.0.1:9090');
    expect(list).toHaveLength(12);
    expect(
      list
        .filter(release => release.namespace === 'ecommerce-stage')
        .map(release => [release.service, release.set['spring.profiles']]),
    ).toEqual([
      ['payment-service', 'stage'],
      ['order-service', 'stage'],
    ]);
  });
});

describe('helmArguments', () => {
  it('layers the service and the real stack over the chart', () => {
    const [release] = releases(['user-service'], 'http://127.0.0.1:9090');
    const args = helmArguments('/repo', release);
    expect(args.slice(0, 4)).toEqual([
      'upgrade',
      '--install',
      'user-service',
      '/repo/infra/charts/spring-service',
    ]);
    expect(args.filter(arg => arg.startsWith('--values='))).toEqual([
      '--values=/repo/infra/charts/spring-service/values/user-service.yaml',
      '--values=/repo/tools/real-stack/manifests/chart-values.yaml',
    ]);
    expect(args).toContain('--set=analysis.prometheus=http://127.0.0.1:9090');
  });
});

describe('inParallel', () => {
  it('does all, no more than so many at a time', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await inParallel([1, 2, 3, 4, 5], 2, async item => {
      running++;
      most = Math.max(most, running);
      await new Promise(resolve => setTimeout(resolve, 5));
      running--;
      done.push(item);
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });
});
