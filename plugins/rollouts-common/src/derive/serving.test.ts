import { Json } from '@slipway/plugin-clusters-common/read';
import { projectReplicaSet } from '../raw/project';
import {
  CANARY,
  replicaSetRaw,
  rolloutOf,
  STABLE,
} from '../__fixtures__/builders';
import { currentPercent, deriveServing, servingSentence } from './serving';
import { percentOf, weightPercent } from './weights';

type Options = Parameters<typeof rolloutOf>[0];

const OTHER = 'cccc333';

const replicaSet = (
  hash: string,
  revision: number,
  available: number,
  ready = available,
) =>
  projectReplicaSet(
    replicaSetRaw(hash, revision, {
      status: { availableReplicas: available, readyReplicas: ready },
    }),
  );

const TWO = [replicaSet(STABLE, 1, 4), replicaSet(CANARY, 2, 1)];

const weights = (
  canary: Json,
  stable: Json | undefined,
  more: Json = {},
): Json => ({
  canary: { weights: { canary, ...(stable ? { stable } : {}), ...more } },
});

const routed = (status: Json, canary: Json = {}): Options => ({
  canary: { trafficRouting: { nginx: {} }, ...canary },
  status,
});

const blueGreen = (status: Json, spec: Json = {}): Options => ({
  strategy: { blueGreen: { activeService: 'shop', ...spec } },
  status,
});

const experimentSteps: Json[] = [
  {
    experiment: {
      templates: [
        { name: 'baseline', specRef: 'stable', weight: 15 },
        { name: 'trial', specRef: 'canary', weight: 15 },
      ],
    },
  },
];

type Row = [
  string,
  Options,
  ReturnType<typeof replicaSet>[],
  'router' | 'selector' | 'pods',
  string,
  number | undefined,
];

const rows: Row[] = [
  [
    'pods: two revisions',
    {},
    TWO,
    'pods',
    '80 % of traffic is on revision 1 (stable), 20 % on revision 2 (canary).',
    20,
  ],
  [
    'pods: three revisions, an older one still has pods',
    {},
    [...TWO, replicaSet(OTHER, 3, 5)],
    'pods',
    '50 % of traffic is on revision 3, 40 % on revision 1 (stable) and 10 % on revision 2 (canary).',
    10,
  ],
  [
    'pods: thirds add up to the whole',
    {},
    [
      replicaSet(STABLE, 1, 1),
      replicaSet(CANARY, 2, 1),
      replicaSet(OTHER, 3, 1),
    ],
    'pods',
    '33.4 % of traffic is on revision 1 (stable), 33.3 % on revision 2 (canary) and 33.3 % on revision 3.',
    33.3,
  ],
  [
    'pods: an aborted canary that still has pods',
    { status: { abort: true, phase: 'Degraded' } },
    TWO,
    'pods',
    '80 % of traffic is on revision 1 (stable), 20 % on revision 2 (canary).',
    20,
  ],
  [
    'pods: a canary without steps, half replaced',
    { canary: { steps: [] } },
    [replicaSet(STABLE, 1, 2), replicaSet(CANARY, 2, 2)],
    'pods',
    '50 % of traffic is on revision 1 (stable), 50 % on revision 2 (canary).',
    50,
  ],
  [
    'pods: ready pods serve before they count as available',
    { status: { availableReplicas: 0 } },
    [replicaSet(STABLE, 1, 0, 3), replicaSet(CANARY, 2, 0, 1)],
    'pods',
    '75 % of traffic is on revision 1 (stable), 25 % on revision 2 (canary).',
    25,
  ],
  [
    'no pod is ready',
    { status: { availableReplicas: 0, readyReplicas: 0 } },
    [replicaSet(STABLE, 1, 0), replicaSet(CANARY, 2, 0)],
    'pods',
    'No pod is ready, nothing serves.',
    0,
  ],
  [
    'scaled to zero',
    {
      spec: { replicas: 0 },
      status: { stableRS: CANARY, availableReplicas: 0, readyReplicas: 0 },
    },
    [replicaSet(CANARY, 2, 0)],
    'pods',
    'It is scaled to zero, nothing serves.',
    0,
  ],
  [
    'ReplicaSets are not known',
    {},
    [],
    'pods',
    'Who serves is not known: The ReplicaSets of the rollout are not known.',
    undefined,
  ],
  [
    'an empty status',
    {
      status: {
        currentPodHash: undefined,
        stableRS: undefined,
        availableReplicas: undefined,
        readyReplicas: undefined,
      },
    },
    [],
    'pods',
    'Who serves is not known: The controller has not yet reported on it.',
    undefined,
  ],
  [
    'pods decide although stable and canary have Services of their own',
    { canary: { stableService: 's', canaryService: 'c' } },
    TWO,
    'pods',
    '80 % of traffic is on revision 1 (stable), 20 % on revision 2 (canary).',
    20,
  ],
  [
    'router: as reported',
    routed(
      weights(
        { weight: 20, podTemplateHash: CANARY },
        { weight: 80, podTemplateHash: STABLE },
      ),
    ),
    TWO,
    'router',
    '80 % of traffic is on revision 1 (stable), 20 % on revision 2 (canary).',
    20,
  ],
  [
    'router: parts of 1000',
    routed(
      weights(
        { weight: 5, podTemplateHash: CANARY },
        { weight: 995, podTemplateHash: STABLE },
      ),
      { trafficRouting: { nginx: {}, maxTrafficWeight: 1000 } },
    ),
    TWO,
    'router',
    '99.5 % of traffic is on revision 1 (stable), 0.5 % on revision 2 (canary).',
    0.5,
  ],
  [
    'router: left over after the spec lost it',
    {
      status: weights(
        { weight: 90, podTemplateHash: CANARY },
        { weight: 10, podTemplateHash: STABLE },
      ),
    },
    TWO,
    'pods',
    '80 % of traffic is on revision 1 (stable), 20 % on revision 2 (canary).',
    20,
  ],
  [
    'router: rollback, the canary that was still has traffic',
    routed({
      currentPodHash: STABLE,
      ...weights(
        { weight: 60, podTemplateHash: CANARY },
        { weight: 40, podTemplateHash: STABLE },
      ),
    }),
    TWO,
    'router',
    '60 % of traffic is on revision 2, 40 % on revision 1 (stable).',
    40,
  ],
  [
    'router: right after a promotion both destinations are one revision',
    routed({
      stableRS: CANARY,
      ...weights(
        { weight: 100, podTemplateHash: CANARY },
        { weight: 0, podTemplateHash: STABLE },
      ),
    }),
    TWO,
    'router',
    'All traffic is on revision 2 (stable).',
    100,
  ],
  [
    'router: an experiment has traffic',
    routed(
      weights(
        { weight: 0, podTemplateHash: CANARY },
        { weight: 70, podTemplateHash: STABLE },
        {
          additional: [
            {
              weight: 15,
              podTemplateHash: 'x1',
              serviceName: 'e-2-0-baseline',
            },
            { weight: 15, podTemplateHash: 'x2', serviceName: 'e-2-0-trial' },
          ],
        },
      ),
      { steps: experimentSteps },
    ),
    TWO,
    'router',
    "70 % of traffic is on revision 1 (stable), 15 % on the experiment's template trial (revision 2) and 15 % on the experiment's template baseline (revision 1).",
    0,
  ],
  [
    'router: a sum that is not the whole',
    routed(
      weights(
        { weight: 20, podTemplateHash: CANARY },
        { weight: 70, podTemplateHash: STABLE },
      ),
    ),
    TWO,
    'router',
    'Who serves is not known: The weights that the controller reports of the traffic router add up to 90 of 100.',
    undefined,
  ],
  [
    'router: a weight that is missing',
    routed(weights({ podTemplateHash: CANARY }, { podTemplateHash: STABLE })),
    TWO,
    'router',
    'Who serves is not known: A weight is missing in what the controller reports of the traffic router.',
    undefined,
  ],
  [
    'router: a weight below 0 that another makes up for',
    routed(
      weights(
        { weight: -20, podTemplateHash: CANARY },
        { weight: 120, podTemplateHash: STABLE },
      ),
    ),
    TWO,
    'router',
    'Who serves is not known: A weight that the controller reports of the traffic router is not within 0 and 100.',
    undefined,
  ],
  [
    'router: a stable destination that is left out gets the rest',
    routed(weights({ weight: 15, podTemplateHash: CANARY }, undefined)),
    TWO,
    'router',
    '85 % of traffic is on revision 1 (stable), 15 % on revision 2 (canary).',
    15,
  ],
  [
    'router: nothing reported yet, two revisions with pods',
    routed({}),
    TWO,
    'router',
    'Who serves is not known: A traffic router holds the weights and the controller has not yet reported them.',
    undefined,
  ],
  [
    'router: nothing reported yet, one revision with pods',
    routed({}),
    [replicaSet(STABLE, 1, 4), replicaSet(CANARY, 2, 0)],
    'pods',
    'All traffic is on revision 1 (stable).',
    0,
  ],
  [
    'router: traffic goes where no pod is ready',
    routed(
      weights(
        { weight: 20, podTemplateHash: CANARY },
        { weight: 80, podTemplateHash: STABLE },
      ),
    ),
    [replicaSet(STABLE, 1, 4), replicaSet(CANARY, 2, 0)],
    'router',
    '80 % of traffic is on revision 1 (stable), 20 % on revision 2 (canary), which has no ready pod.',
    20,
  ],
  [
    'router: no pod is ready anywhere',
    routed(
      weights(
        { weight: 0, podTemplateHash: CANARY },
        { weight: 100, podTemplateHash: STABLE },
      ),
    ),
    [replicaSet(STABLE, 1, 0), replicaSet(CANARY, 2, 0)],
    'router',
    'No pod is ready, nothing serves.',
    0,
  ],
  [
    'router: ReplicaSets are not known, hashes are',
    routed(
      weights(
        { weight: 20, podTemplateHash: CANARY },
        { weight: 80, podTemplateHash: STABLE },
      ),
    ),
    [],
    'router',
    '80 % of traffic is on the stable revision, 20 % on the new revision.',
    20,
  ],
  [
    'router: not yet confirmed',
    routed(
      weights(
        { weight: 20, podTemplateHash: CANARY },
        { weight: 80, podTemplateHash: STABLE },
        { verified: false },
      ),
    ),
    TWO,
    'router',
    '80 % of traffic is on revision 1 (stable), 20 % on revision 2 (canary) (the router has not yet confirmed it).',
    20,
  ],
  [
    'blue-green: before the cutover',
    blueGreen({
      blueGreen: { activeSelector: STABLE, previewSelector: CANARY },
    }),
    TWO,
    'selector',
    'All traffic is on revision 1 (active).',
    0,
  ],
  [
    'blue-green: after the cutover',
    blueGreen({
      blueGreen: { activeSelector: CANARY, previewSelector: CANARY },
    }),
    TWO,
    'selector',
    'All traffic is on revision 2 (active).',
    100,
  ],
  [
    'blue-green: the active Service selects a revision without pods',
    blueGreen({
      blueGreen: { activeSelector: CANARY, previewSelector: CANARY },
    }),
    [replicaSet(STABLE, 1, 4), replicaSet(CANARY, 2, 0)],
    'selector',
    'No pod is ready, nothing serves.',
    0,
  ],
  [
    'blue-green: the active Service selects all pods until the controller has switched it',
    blueGreen({ blueGreen: {} }),
    TWO,
    'pods',
    '80 % of traffic is on revision 1 (stable), 20 % on revision 2 (canary).',
    20,
  ],
];

describe('deriveServing', () => {
  it.each(rows)('%s', (_, options, owned, source, sentence, current) => {
    const rollout = rolloutOf(options);
    const serving = deriveServing(rollout, owned);
    expect(serving.source).toBe(source);
    expect(servingSentence(serving)).toBe(sentence);
    expect(currentPercent(serving, rollout.status.currentPodHash)).toBe(
      current,
    );
    const total = serving.shares.reduce((sum, one) => sum + one.percent, 0);
    expect(total).toBeCloseTo(serving.shares.length > 0 ? 100 : 0, 9);
  });

  it('names the Services of ping-pong and leaves zero shares out', () => {
    const serving = deriveServing(
      rolloutOf(
        routed(
          {
            canary: {
              stablePingPong: 'pong',
              weights: {
                canary: { weight: 0, podTemplateHash: CANARY },
                stable: { weight: 100, podTemplateHash: STABLE },
              },
            },
          },
          { pingPong: { pingService: 'ping', pongService: 'pong' } },
        ),
      ),
      TWO,
    );
    expect(serving.shares).toEqual([
      {
        role: 'stable',
        podTemplateHash: STABLE,
        revision: 1,
        percent: 100,
        service: 'pong',
      },
    ]);
  });
});

describe('percentages', () => {
  it.each([
    [5, 1000, 0.5],
    [1, 3, 33.3],
    [2, 3, 66.7],
    [9995, 10_000, 99.95],
    [1, 100_000, 0.001],
    [0, 100, 0],
    [100, 100, 100],
    [101, 100, undefined],
    [-1, 100, undefined],
    [NaN, 100, undefined],
    [0, 0, undefined],
  ])('%p of %p is %p', (weight, maximum, percent) => {
    expect(percentOf(weight, maximum)).toBe(percent);
  });

  it('scales by the maximum of an object and of a summary', () => {
    const rollout = rolloutOf({
      canary: { trafficRouting: { maxTrafficWeight: 1000 } },
    });
    expect(weightPercent(rollout, 500)).toBe(50);
    expect(weightPercent({ maxTrafficWeight: 1000 }, 500)).toBe(50);
    expect(weightPercent({}, 50)).toBe(50);
  });
});
