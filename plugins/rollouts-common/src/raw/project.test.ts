import { rolloutRaw } from '../__fixtures__/builders';
import { projectAnalysisRun, projectPod, projectReplicaSet } from './project';
import { projectRollout } from './projectRollout';

describe('projections', () => {
  it('keep of a Rollout neither environment nor the last applied object', () => {
    const rollout = projectRollout(
      rolloutRaw({
        metadata: {
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration':
              '{"x":"hunter2"}',
            'rollout.argoproj.io/revision': '2',
          },
          managedFields: [{ manager: 'kubectl' }],
        },
      }),
    );
    expect(JSON.stringify(rollout)).not.toContain('hunter2');
    expect(rollout.metadata).not.toHaveProperty('managedFields');
    expect(rollout.metadata.annotations).toEqual({
      'rollout.argoproj.io/revision': '2',
    });
    expect(rollout.spec.template?.spec?.containers).toEqual([
      { name: 'order-service', image: 'order:2' },
    ]);
  });

  it('stand objects without spec or status', () => {
    expect(projectRollout({ metadata: { name: 'x' } })).toMatchObject({
      metadata: { name: 'x', uid: '' },
      spec: { strategy: {} },
      status: {},
    });
    expect(projectReplicaSet({}).spec.template).toEqual({});
    expect(projectPod({}).spec.containers).toEqual([]);
  });

  it('drop the environment and arguments of pods', () => {
    const pod = projectPod({
      spec: {
        nodeName: 'n',
        containers: [
          {
            name: 'a',
            env: [{ name: 'A', value: 's3cret' }],
            args: ['s3cret'],
          },
        ],
      },
    });
    expect(JSON.stringify(pod)).not.toContain('s3cret');
    expect(pod.spec).toEqual({ nodeName: 'n', containers: [{ name: 'a' }] });
  });

  it('keep the resolved query of a metric, unless an argument from a Secret stands in it', () => {
    const query = (argument: string) =>
      `rate(x{a="{{ args.${argument} }}"}[1m])`;
    const result = (name: string, value: string) => ({
      name,
      phase: 'Running',
      metadata: { ResolvedPrometheusQuery: `rate(x{a="${value}"}[1m])` },
    });
    const run = projectAnalysisRun({
      spec: {
        args: [
          { name: 'service', value: 'orders' },
          {
            name: 'token',
            valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
          },
        ],
        metrics: [
          { name: 'a', provider: { prometheus: { query: query('service') } } },
          { name: 'b', provider: { prometheus: { query: query('token') } } },
        ],
      },
      status: {
        metricResults: [result('a', 'orders'), result('b', 's3cret')],
      },
    });
    expect(JSON.stringify(run)).not.toContain('s3cret');
    expect(
      run.status.metricResults?.map(({ resolvedQuery }) => resolvedQuery),
    ).toEqual(['rate(x{a="orders"}[1m])', undefined]);
    expect(run.spec.metrics?.[1].query).toBe(query('token'));
  });
});
