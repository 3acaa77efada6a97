import { LABELS, podTemplate } from '../../lib/manifests';
import { APP, NGINX, Row, container, routed, strategy } from './specs';

/** Specs as a whole. */
export const SPECS: Row[] = [
  ['nothing wrong', {}, undefined],
  [
    'no selector',
    { selector: undefined },
    "spec.selector: Required value: Rollout has missing field '.spec.selector'",
  ],
  [
    'empty selector',
    { selector: {} },
    'spec.selector: Invalid value: {}: empty selector is invalid for deployment',
  ],
  [
    'selector of other labels',
    { selector: { matchLabels: { app: 'other' } } },
    `spec.template.metadata.labels: Invalid value: ${JSON.stringify(
      LABELS,
    )}: \`selector\` does not match template \`labels\``,
  ],
  [
    'no template',
    { template: undefined },
    'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
  ],
  ['no image', container({ image: '' }), `${APP}.image: Required value`],
  [
    'a variable without name',
    container({ env: [{ name: '', value: 'x' }] }),
    `${APP}.env[0].name: Required value`,
  ],
  [
    'a variable from nowhere',
    container({ env: [{ name: 'A', valueFrom: {} }] }),
    `${APP}.env[0].valueFrom: Invalid value: "": must specify one of: \`fieldRef\`, \`resourceFieldRef\`, \`configMapKeyRef\` or \`secretKeyRef\``,
  ],
  [
    'a volume that is not there',
    container({ volumeMounts: [{ name: 'cache', mountPath: '/cache' }] }),
    `${APP}.volumeMounts[0].name: Not found: "cache"`,
  ],
  [
    'requests above limits',
    container({
      resources: { requests: { cpu: '2' }, limits: { cpu: '1500m' } },
    }),
    `${APP}.resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1500m`,
  ],
  [
    'a probe of nothing',
    container({ readinessProbe: {} }),
    `${APP}.readinessProbe: Required value: must specify a handler type`,
  ],
  [
    'a pod that is not restarted',
    { template: podTemplate(undefined, { restartPolicy: 'Never' }) },
    'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
  ],
  [
    'the same container twice',
    {
      template: podTemplate(undefined, {
        initContainers: [{ name: 'app', image: 'example.test/init:1' }],
      }),
    },
    'spec.template.spec.initContainers[0].name: Duplicate value: "app"',
  ],
  [
    'negative minReadySeconds',
    { minReadySeconds: -1 },
    'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'negative revisionHistoryLimit',
    { revisionHistoryLimit: -1 },
    'spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'a deadline within minReadySeconds',
    { minReadySeconds: 10, progressDeadlineSeconds: 10 },
    'spec.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds',
  ],
  [
    'no strategy',
    { strategy: {} },
    "spec.strategy.strategy: Required value: Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'",
  ],
  [
    'both strategies',
    { strategy: { canary: {}, blueGreen: { activeService: 'stable' } } },
    'spec.strategy.strategy: Invalid value: "blueGreen: true canary: true": Multiple Strategies can not be listed',
  ],
  [
    'one Service for active and preview',
    {
      strategy: {
        blueGreen: { activeService: 'stable', previewService: 'stable' },
      },
    },
    'spec.strategy.activeService: Invalid value: "stable": This rollout uses the same service for the active and preview services, but two different services are required.',
  ],
  [
    'scaleDownDelayRevisionLimit above the history',
    {
      revisionHistoryLimit: 2,
      strategy: {
        blueGreen: { activeService: 'stable', scaleDownDelayRevisionLimit: 3 },
      },
    },
    "spec.strategy.scaleDownDelayRevisionLimit: Invalid value: 3: This rollout's revision history limit can not be smaller than the rollout's scale down limit",
  ],
  [
    'neither surge nor unavailable pods',
    strategy({ maxSurge: 0, maxUnavailable: '0%' }),
    'spec.strategy.maxSurge: Invalid value: 0: MaxSurge and MaxUnavailable both can not be zero',
  ],
  [
    'one Service for stable and canary',
    strategy({ stableService: 'stable', canaryService: 'stable' }),
    'spec.strategy.stableService: Invalid value: "stable": This rollout uses the same service for the stable and canary services, but two different services are required.',
  ],
  [
    'nginx without Services',
    strategy({ trafficRouting: { nginx: { stableIngress: 'shop' } } }),
    'spec.strategy.stableService: Invalid value: "": Canary service and Stable service must to be set to use Traffic Routing',
  ],
  [
    'scaleDownDelaySeconds without routing',
    strategy({ scaleDownDelaySeconds: 30 }),
    'spec.strategy.scaleDownDelaySeconds: Invalid value: 30: Canary scaleDownDelaySeconds can only be used with traffic routing',
  ],
  [
    'dynamicStableScale without routing',
    strategy({ dynamicStableScale: true }),
    'spec.strategy.dynamicStableScale: Invalid value: true: Canary dynamicStableScale can only be used with traffic routing',
  ],
  [
    'dynamicStableScale with a delay',
    strategy({ ...NGINX, dynamicStableScale: true, scaleDownDelaySeconds: 5 }),
    'spec.strategy.dynamicStableScale: Invalid value: true: Canary dynamicStableScale cannot be used with scaleDownDelaySeconds',
  ],
  [
    'maxTrafficWeight of ALB',
    strategy(
      routed({
        maxTrafficWeight: 1000,
        alb: { ingress: 'shop', servicePort: 80 },
      }),
    ),
    'spec.strategy.trafficRouting.maxTrafficWeight: Invalid value: 1000: Canary maxTrafficWeight in traffic routing only supported in Nginx and Plugins',
  ],
  [
    'ping-pong of nginx',
    strategy({
      ...NGINX,
      pingPong: { pingService: 'stable', pongService: 'canary' },
    }),
    'spec.strategy.trafficRouting.alb: Invalid value: null: Ping-pong feature works with the ALB and Istio traffic routers only',
  ],
  [
    'ping and pong alike',
    strategy({ pingPong: { pingService: 'stable', pongService: 'stable' } }),
    'spec.strategy.pingPong.pingService: Invalid value: "stable": This rollout uses the same service for the ping and pong services, but two different services are required.',
  ],
  [
    'ping-pong of ALB without root Service',
    strategy({
      pingPong: { pingService: 'stable', pongService: 'canary' },
      trafficRouting: { alb: { ingress: 'shop', servicePort: 80 } },
    }),
    'spec.strategy.trafficRouting.alb.rootService: Invalid value: "": Root service field is required for the configuration with ALB and ping-pong feature enabled',
  ],
  [
    'two anti-affinities',
    strategy({
      antiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: { weight: 1 },
        requiredDuringSchedulingIgnoredDuringExecution: {},
      },
    }),
    'spec.strategy.antiAffinity: Invalid value: "antiAffinity.PreferredDuringSchedulingIgnoredDuringExecution: true antiAffinity.RequiredDuringSchedulingIgnoredDuringExecution: true": AntiAffinity must have exactly one strategy listed',
  ],
  [
    'too much anti-affinity',
    strategy({
      antiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: { weight: 101 },
      },
    }),
    'spec.strategy.antiAffinity.weight: Invalid value: 101: AntiAffinity weight must be between 1-100',
  ],
];
