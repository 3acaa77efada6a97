import { projectReplicaSet } from '../raw/project';
import {
  CANARY,
  context,
  replicaSetRaw,
  rolloutOf,
  STABLE,
} from '../__fixtures__/builders';
import { deriveCore } from './core';
import { deriveRevisions } from './revisions';
import { revisionsInPlay } from './revisionsInPlay';

type Options = Parameters<typeof rolloutOf>[0];

const OTHER = 'cccc333';

const counts = (pods: number) => ({
  spec: { replicas: pods },
  status: { replicas: pods, readyReplicas: pods, availableReplicas: pods },
});

/** One line for each card. */
function cards(options: Options, pods: [string, number, number][]): string[] {
  const raw = pods.map(([hash, revision, count]) =>
    replicaSetRaw(hash, revision, counts(count)),
  );
  const rollout = rolloutOf(options);
  return revisionsInPlay({
    core: deriveCore(rollout, context(raw)),
    revisions: deriveRevisions(rollout, raw.map(projectReplicaSet)),
  }).map(({ revision, side, title, traffic, services, notes }) =>
    [
      `${side} ${revision.revision}: ${title}, ${traffic}`,
      ...services,
      ...notes,
    ].join('; '),
  );
}

const blueGreen = (active: string, more: object = {}): Options => ({
  strategy: { blueGreen: { activeService: 'shop', previewService: 'shop-p' } },
  status: {
    blueGreen: { activeSelector: active, previewSelector: CANARY },
    ...more,
  },
});

const BOTH: [string, number, number][] = [
  [STABLE, 1, 4],
  [CANARY, 2, 4],
];

describe('revisionsInPlay', () => {
  it.each<[string, Options, [string, number, number][], string[]]>([
    [
      'a canary by pods',
      {},
      [
        [STABLE, 1, 4],
        [CANARY, 2, 1],
      ],
      [
        'stable 1: stable, 80 % of traffic',
        'canary 2: canary, 20 % of traffic',
      ],
    ],
    [
      'a revision between that still has pods; one without is left out',
      {},
      [
        [STABLE, 1, 2],
        [CANARY, 4, 1],
        [OTHER, 3, 1],
        ['dddd444', 2, 0],
      ],
      [
        'stable 1: stable, 50 % of traffic',
        'canary 4: canary, 25 % of traffic',
        'other 3: earlier, 25 % of traffic',
      ],
    ],
    [
      'blue-green before the cutover',
      blueGreen(STABLE),
      BOTH,
      [
        'stable 1: active and stable, all traffic; active Service shop',
        'canary 2: preview, no traffic; preview Service shop-p',
      ],
    ],
    [
      'blue-green after the cutover',
      blueGreen(CANARY),
      BOTH,
      [
        'stable 1: stable, no traffic; kept for going back',
        'canary 2: active, all traffic; active Service shop; preview Service shop-p',
      ],
    ],
    [
      'blue-green: the one before still runs',
      blueGreen(CANARY, { stableRS: CANARY }),
      BOTH,
      [
        'stable 2: active and stable, all traffic; active Service shop; preview Service shop-p',
        'other 1: earlier, no traffic',
      ],
    ],
    [
      'ping-pong names the Services that get traffic',
      {
        canary: {
          trafficRouting: { nginx: {} },
          pingPong: { pingService: 'ping', pongService: 'pong' },
        },
        status: {
          canary: {
            stablePingPong: 'pong',
            weights: {
              canary: { weight: 25, podTemplateHash: CANARY },
              stable: { weight: 75, podTemplateHash: STABLE },
            },
          },
        },
      },
      BOTH,
      [
        'stable 1: stable, 75 % of traffic; stable Service pong',
        'canary 2: canary, 25 % of traffic; canary Service ping',
      ],
    ],
    [
      'a router without weights',
      { canary: { trafficRouting: { nginx: {} } } },
      BOTH,
      [
        'stable 1: stable, traffic not known',
        'canary 2: canary, traffic not known',
      ],
    ],
    [
      'traffic goes where no pod is ready',
      {
        canary: { trafficRouting: { nginx: {} }, canaryService: 'shop-c' },
        status: {
          canary: {
            weights: {
              canary: { weight: 25, podTemplateHash: CANARY },
              stable: { weight: 75, podTemplateHash: STABLE },
            },
          },
        },
      },
      [
        [STABLE, 1, 4],
        [CANARY, 2, 0],
      ],
      [
        'stable 1: stable, 75 % of traffic',
        'canary 2: canary, 25 % of traffic; canary Service shop-c; traffic goes to it, but none of its pods is ready',
      ],
    ],
  ])('%s', (_, options, pods, expected) => {
    expect(cards(options, pods)).toEqual(expected);
  });
});
