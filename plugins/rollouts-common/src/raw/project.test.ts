import { rolloutRaw } from '../__fixtures__/builders';
import { projectPod, projectReplicaSet } from './project';
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
});
