import { loadCase, RawObject } from '@slipway/field-cases';
import { experimentEndWords } from '../derive';
import { forwardWarnings } from '../actions/warnings';
import { detailsOf } from '../testUtils';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const derived = (change: (objects: RawObject[]) => RawObject[] = all => all) =>
  detailsOf(change(loadCase('18-experiment-has-the-traffic', { now: NOW })))
    .basket;

const owner = (kind: string, name: string, uid: string) => [
  { apiVersion: 'v1', kind, name, uid, controller: true },
];

/** The ReplicaSet and the pod of template trial. */
const trial = [
  {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: 'basket-newhash-2-0-trial',
      uid: 'rs-trial',
      namespace: 'c18',
      labels: { 'rollouts-pod-template-hash': 'trialhash' },
      annotations: { 'experiment.argoproj.io/template-name': 'trial' },
      ownerReferences: owner('Experiment', 'basket-newhash-2-0', 'uid-c18-exp'),
    },
    spec: {
      replicas: 2,
      template: {
        spec: { containers: [{ name: 'web', image: 'shop/basket:2.0.0' }] },
      },
    },
    status: { readyReplicas: 1, availableReplicas: 1 },
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'trial-1',
      uid: 'pod-trial-1',
      namespace: 'c18',
      ownerReferences: owner(
        'ReplicaSet',
        'basket-newhash-2-0-trial',
        'rs-trial',
      ),
    },
    spec: { containers: [{ name: 'web' }] },
    status: { phase: 'Running' },
  },
] as unknown as RawObject[];

/** Replaces spec and status members of the Experiment. */
const withMembers =
  (spec: object, status: object) =>
  (objects: RawObject[]): RawObject[] =>
    objects.map(object =>
      object.kind === 'Experiment'
        ? {
            ...object,
            spec,
            status: { ...(object.status as object), ...status },
          }
        : object,
    );

describe('case 18: the experiment', () => {
  it('has its templates, their states and its analysis', () => {
    expect(derived().experiments).toMatchObject([
      {
        name: 'basket-newhash-2-0',
        current: true,
        phase: 'Running',
        templates: [
          { name: 'baseline', status: 'Running', replicas: {}, pods: [] },
          { name: 'trial', status: 'Degraded', message: 'trial pods crash' },
        ],
        analyses: [
          {
            name: 'compare',
            required: false,
            analysisRun: 'basket-newhash-2-0-compare',
            runUid: 'uid-c18-basket-newhash-2-0-compare',
            phase: 'Failed',
            message: 'Metric "gap" assessed Failed',
          },
        ],
      },
    ]);
  });

  it('has ReplicaSets and pods by owner, apart from those of the revisions', () => {
    const detail = derived(objects => [...objects, ...trial]);
    expect(detail.experiments?.[0].templates[1]).toMatchObject({
      podTemplateHash: 'trialhash',
      replicaSet: 'basket-newhash-2-0-trial',
      replicas: { desired: 2, ready: 1, available: 1 },
      containers: [{ image: 'shop/basket:2.0.0' }],
      pods: [{ name: 'trial-1' }],
    });
    expect(detail.pods).toEqual([]);
    expect(detail.revisions).toHaveLength(2);
  });

  it('the new revision is not said to run nowhere', () => {
    expect(forwardWarnings(derived())).toContain(
      'No pod of the new revision is running outside experiment basket-newhash-2-0.',
    );
  });

  const spec = (more: object = {}) => ({
    templates: [{ name: 'baseline' }, { name: 'trial', replicas: 2 }],
    ...more,
  });
  const availableAt = '2026-11-28T09:50:00Z';
  it.each<[string, object, object, string | undefined, string]>([
    [
      'a duration that runs',
      { duration: '15m' },
      { availableAt },
      '2026-11-28T10:05:00.000Z',
      '',
    ],
    [
      'a duration before it counts',
      { duration: '15m' },
      {},
      undefined,
      'runs 15m once all its templates are available',
    ],
    [
      'a duration and a required analysis',
      {
        duration: '15m',
        analyses: [{ name: 'compare', requiredForCompletion: true }],
      },
      { availableAt },
      '2026-11-28T10:05:00.000Z',
      'or as soon as its required analyses succeed',
    ],
    [
      'a required analysis only',
      { analyses: [{ name: 'compare', requiredForCompletion: true }] },
      { availableAt },
      undefined,
      'runs until its required analyses succeed',
    ],
    ['neither', {}, { availableAt }, undefined, 'runs until it is terminated'],
    [
      'a duration that is none',
      { duration: 'a while' },
      { availableAt },
      undefined,
      'its duration "a while" cannot be read',
    ],
    [
      'terminated',
      { terminate: true },
      { availableAt },
      undefined,
      'being terminated',
    ],
    [
      'over',
      { duration: '15m' },
      { availableAt, phase: 'Successful' },
      undefined,
      '',
    ],
  ])('ends: %s', (_, more, status, endsAt, words) => {
    const [experiment] =
      derived(withMembers(spec(more), status)).experiments ?? [];
    expect(experiment.endsAt).toBe(endsAt);
    expect(experimentEndWords(experiment)).toBe(words);
    expect(experiment.templates.map(({ name }) => name)).toEqual([
      'baseline',
      'trial',
    ]);
  });

  it('takes whose template it runs from the step that made it', () => {
    const named = derived(objects =>
      objects.map(object =>
        object.kind === 'Experiment'
          ? {
              ...object,
              metadata: {
                ...object.metadata,
                annotations: { 'rollout.argoproj.io/revision': '2' },
              },
            }
          : object,
      ),
    );
    expect(named.experiments?.[0]).toMatchObject({
      stepIndex: 0,
      templates: [{ specRef: 'stable' }, { specRef: 'canary' }],
    });
  });

  it('of another rollout is none of its own', () => {
    const foreign = derived(objects =>
      objects.map(object =>
        object.kind === 'Experiment'
          ? {
              ...object,
              metadata: {
                ...object.metadata,
                ownerReferences: owner('Rollout', 'basket', 'another-uid'),
              },
            }
          : object,
      ),
    );
    expect(foreign.experiments).toEqual([]);
  });
});
