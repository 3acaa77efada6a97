import { RawObject } from '@slipway/field-cases';
import { ExperimentView, PODS } from '@slipway/plugin-rollouts-common';
import { startCase } from '../__testUtils__/cases';
import { CLUSTER } from '../__testUtils__/objects';

const owner = (kind: string, name: string, uid: string) => [
  { apiVersion: 'v1', kind, name, uid, controller: true },
];
const RS = 'basket-newhash-2-0-trial';

/** The ReplicaSet of template trial and its pod. */
const withTrial = (objects: RawObject[]) =>
  [
    ...objects,
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: RS,
        namespace: 'c18',
        uid: 'rs-trial',
        labels: { 'rollouts-pod-template-hash': 'trialhash' },
        annotations: { 'experiment.argoproj.io/template-name': 'trial' },
        ownerReferences: owner(
          'Experiment',
          'basket-newhash-2-0',
          'uid-c18-exp',
        ),
      },
      spec: {
        replicas: 1,
        template: {
          spec: { containers: [{ name: 'web', image: 'shop/basket:2.0.0' }] },
        },
      },
      status: { readyReplicas: 0 },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'trial-1',
        namespace: 'c18',
        uid: 'pod-trial-1',
        labels: { 'rollouts-pod-template-hash': 'trialhash' },
        ownerReferences: owner('ReplicaSet', RS, 'rs-trial'),
      },
      spec: { containers: [{ name: 'web' }] },
      status: {
        phase: 'Running',
        containerStatuses: [
          { name: 'web', state: { waiting: { reason: 'CrashLoopBackOff' } } },
        ],
      },
    },
  ] as RawObject[];

describe('case 18 through the API: the experiment', () => {
  it('has its templates with pods and its analysis, in the detail and live', async () => {
    const served = await startCase('18-experiment-has-the-traffic', withTrial);
    const { experiments, pods } = await served.detail('basket');
    expect(experiments).toMatchObject([
      {
        name: 'basket-newhash-2-0',
        phase: 'Running',
        templates: [
          { name: 'baseline', status: 'Running' },
          {
            name: 'trial',
            status: 'Degraded',
            replicaSet: RS,
            replicas: { desired: 1, ready: 0 },
            pods: [{ name: 'trial-1', status: 'CrashLoopBackOff' }],
          },
        ],
        analyses: [{ name: 'compare', phase: 'Failed' }],
      },
    ]);
    expect(pods).toEqual([]);

    const topic = await served.live.open('rollouts:detail', {
      cluster: CLUSTER,
      namespace: 'c18',
      name: 'basket',
    });
    await topic.waitFor(({ items }) => items.has('experiment/uid-c18-exp'));
    // A pod of the experiment changes: the experiment is sent again.
    const pod = withTrial([]).find(({ kind }) => kind === 'Pod');
    served.clusters.emit(CLUSTER, PODS, {
      ...pod,
      metadata: { name: 'trial-1', ...pod?.metadata },
      status: {
        phase: 'Running',
        containerStatuses: [
          { name: 'web', ready: true, restartCount: 1, state: { running: {} } },
        ],
      },
    });
    await topic.waitFor(
      ({ items }) =>
        (items.get('experiment/uid-c18-exp') as ExperimentView).templates[1]
          .pods[0]?.ready === '1/1',
    );
    topic.close();
  });
});
