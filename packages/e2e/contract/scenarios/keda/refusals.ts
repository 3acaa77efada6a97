import assert from 'node:assert/strict';
import { Json } from '../../lib/json';
import { HPAS, Scaling, ScalingScenario } from '../../lib/scaling';

/** A spec, and what the cluster says; undefined where it is taken all the same. */
type Row = [
  what: string,
  name: string,
  spec: Json,
  says: { status: number; message: RegExp } | undefined,
];

/** What the schema says. */
const invalid = (message: RegExp) => ({ status: 422, message });

/** What the webhook says; it asks its rules in any order. */
const denied = (...messages: string[]) => ({
  status: 403,
  message: new RegExp(
    `^admission webhook "vscaledobject\\.kb\\.io" denied the request: (?:${messages.join(
      '|',
    )})$`,
  ),
});

const OTHER_WORKLOAD = { scaleTargetRef: { name: 'other' } };

function rowsOf(scaling: Scaling): Row[] {
  const triggers = [scaling.trigger(1)];
  const valid: Json = { ...OTHER_WORKLOAD, triggers };
  const long = 'a'.repeat(55);
  return [
    ['as it should be', 'app', valid, undefined],
    [
      'a target that is not there',
      'app',
      { scaleTargetRef: { name: 'ghost' }, triggers },
      undefined,
    ],
    [
      'a trigger that does not exist',
      'app',
      { ...valid, triggers: [{ type: 'nonsense', metadata: {} }] },
      undefined,
    ],
    [
      'least as most',
      'app',
      { ...valid, minReplicaCount: 3, maxReplicaCount: 3 },
      undefined,
    ],
    [
      'least above most',
      'app',
      { ...valid, minReplicaCount: 5, maxReplicaCount: 3 },
      invalid(/minReplicaCount must be less than or equal to maxReplicaCount/),
    ],
    [
      'least above the most of most',
      'app',
      { ...valid, minReplicaCount: 101 },
      invalid(/minReplicaCount must be less than or equal to maxReplicaCount/),
    ],
    [
      'at most none',
      'app',
      { ...valid, maxReplicaCount: 0 },
      invalid(
        /spec\.maxReplicaCount in body should be greater than or equal to 1/,
      ),
    ],
    [
      'idle as least',
      'app',
      { ...valid, idleReplicaCount: 2, minReplicaCount: 2 },
      denied('IdleReplicaCount=2 must be less than MinReplicaCount=2'),
    ],
    [
      'idle without least',
      'app',
      { ...valid, idleReplicaCount: 0 },
      denied('IdleReplicaCount=0 must be less than MinReplicaCount=0'),
    ],
    [
      'no trigger',
      'app',
      { ...valid, triggers: [] },
      invalid(/spec\.triggers in body should have at least 1 items/),
    ],
    [
      'two triggers of one name',
      'app',
      {
        ...valid,
        triggers: [
          { ...scaling.trigger(1), name: 'pods' },
          { ...scaling.trigger(2), name: 'pods' },
        ],
      },
      denied(
        'triggerName "pods" is defined multiple times in the ScaledObject/ScaledJob, but it must be unique',
      ),
    ],
    [
      'a name that is too long for its autoscaler',
      long,
      valid,
      denied(
        `HPA name "keda-hpa-${long}" derived from scaledobject is 64 characters long; must be no more than 63 characters; set spec\\.advanced\\.horizontalPodAutoscalerConfig\\.name to a shorter name or shorten the scaledobject name`,
      ),
    ],
    [
      'a workload that has another ScaledObject',
      'app',
      { scaleTargetRef: { name: 'taken' }, triggers },
      denied(
        "the workload 'taken' of type 'apps/v1\\.Deployment' is already managed by the ScaledObject 'first'",
        "the workload 'taken' of type 'apps/v1\\.Deployment' is already managed by the hpa 'keda-hpa-first'",
      ),
    ],
    [
      'an autoscaler that another ScaledObject has',
      'app',
      {
        ...valid,
        advanced: { horizontalPodAutoscalerConfig: { name: 'keda-hpa-first' } },
      },
      denied(
        "the HPA 'keda-hpa-first' is already managed by the ScaledObject 'first'",
      ),
    ],
    [
      'a workload that has an autoscaler',
      'app',
      { scaleTargetRef: { name: 'scaled' }, triggers },
      denied(
        "the workload 'scaled' of type 'apps/v1\\.Deployment' is already managed by the hpa 'own'",
      ),
    ],
  ];
}

export const refusalScenarios: ScalingScenario[] = [
  {
    id: 'keda-refusals',
    title:
      'Schema and webhook refuse wrong limits, names and triggers, and a second one who scales a workload',
    async run(scaling) {
      await scaling.deployment('source', 1);
      await scaling.deployment('taken', 1);
      await scaling.deployment('scaled', 1);
      await scaling.create('first', {
        scaleTargetRef: { name: 'taken' },
        triggers: [scaling.trigger(1)],
      });
      await scaling.untilHpa('keda-hpa-first');
      await scaling.api.create(HPAS, scaling.namespace, {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'own' },
        spec: {
          scaleTargetRef: {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: 'scaled',
          },
          maxReplicas: 2,
        },
      });
      // The webhook reads from a cache, and lets pass what is not in it yet.
      await scaling.untilRefused('app', {
        scaleTargetRef: { name: 'scaled' },
        triggers: [scaling.trigger(1)],
      });
      for (const [what, name, spec, says] of rowsOf(scaling)) {
        const { status, json } = await scaling.tryToCreate(name, spec);
        const message = String(json.message ?? '');
        assert.equal(status, says?.status ?? 201, `${what}: ${message}`);
        if (says) assert.match(message, says.message, what);
      }
      // What is there is held against the same rules.
      await assert.rejects(
        scaling.merge('first', { spec: { idleReplicaCount: 1 } }),
        /403 .*IdleReplicaCount=1 must be less than MinReplicaCount=0/,
      );
    },
  },
];
