import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { about } from '../lib/about';
import { at, isRecord, Json } from '../lib/json';
import {
  analysisStep,
  analysisTemplate,
  canary,
  deployment,
  ingress,
  LABELS,
  podTemplate,
  rollout,
  service,
} from '../lib/manifests';
import { itemsOf, nameOf, Objects } from '../lib/objects';
import { Scenario } from '../lib/scenario';

/** How long the controller may take for a table, ms. */
const DEADLINE = 90_000;

/** One spec, and why the controller refuses it; undefined when it does not. */
type Row = [what: string, spec: Json, why: string | undefined];

const condition = (object: Json, type: string): Json | undefined => {
  const list = at(object, 'status', 'conditions');
  return (Array.isArray(list) ? list : [])
    .filter(isRecord)
    .find(one => one.type === type);
};

/** What the controller says of a Rollout: the message of InvalidSpec, or nothing once it has accepted it. */
function verdictOf(object: Json): { why?: string } | undefined {
  if (at(object, 'status', 'observedGeneration') === undefined) {
    return undefined;
  }
  const invalid = condition(object, 'InvalidSpec');
  if (invalid) return { why: String(invalid.message) };
  return condition(object, 'Progressing') ? {} : undefined;
}

/** What the controller says of each Rollout that it has looked at. */
async function verdictsIn(
  objects: Objects,
): Promise<Map<string, { why?: string }>> {
  return new Map(
    itemsOf(await objects.list('rollouts')).flatMap(object => {
      const verdict = verdictOf(object);
      return verdict ? [[nameOf(object), verdict] as const] : [];
    }),
  );
}

/** Creates a Rollout of each row and compares what the controller says with what is expected. */
async function compare(objects: Objects, rows: Row[]): Promise<void> {
  const named = rows.map(([what, spec, why], index) => ({
    what,
    why,
    name: `row-${index}`,
    spec,
  }));
  for (const { name, spec } of named) {
    await objects.create('rollouts', {
      ...rollout(canary([]), { replicas: 0, ...spec }),
      metadata: { name },
    });
  }
  const end = Date.now() + DEADLINE;
  let verdicts = await verdictsIn(objects);
  while (verdicts.size < named.length) {
    assert.ok(
      Date.now() < end,
      `The controller has spoken of ${[...verdicts.keys()]} only.`,
    );
    await sleep(150);
    verdicts = await verdictsIn(objects);
  }
  const told = (why: string | undefined, name: string) =>
    why === undefined
      ? 'accepted'
      : why.replace(`The Rollout "${name}" is invalid: `, '');
  assert.deepEqual(
    Object.fromEntries(
      named.map(({ what, name }) => [
        what,
        told(verdicts.get(name)?.why, name),
      ]),
    ),
    Object.fromEntries(named.map(({ what, why }) => [what, why ?? 'accepted'])),
  );
}

const steps = (...list: Json[]): Json => ({ strategy: canary(list) });

const strategy = (more: Json, ...list: Json[]): Json => ({
  strategy: canary(list, more),
});

const container = (more: Json): Json => ({
  template: podTemplate(undefined, {
    containers: [{ name: 'app', image: 'example.test/shop:1', ...more }],
  }),
});

const SERVICES: Json = { stableService: 'stable', canaryService: 'canary' };
const NGINX: Json = {
  ...SERVICES,
  trafficRouting: { nginx: { stableIngress: 'shop' } },
};
const routed = (routing: Json): Json => ({
  ...SERVICES,
  trafficRouting: routing,
});

const STEP =
  'Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause';
const APP = 'spec.template.spec.containers[0]';
const ROUTING = 'spec.strategy.canary.trafficRouting';
const step = (index: number) => `spec.strategy.steps[${index}]`;

const SPECS: Row[] = [
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

const STEPS: Row[] = [
  [
    'a step of nothing',
    steps({}),
    `${step(
      0,
    )}: Invalid value: "step.Experiment: true step.Pause: true step.SetWeight: true step.Analysis: true step.SetCanaryScale: true step.SetHeaderRoute: true step.SetMirrorRoute: true step.Plugin: true": ${STEP}`,
  ],
  [
    'a step of two kinds',
    steps({ pause: {} }, { setWeight: 10, pause: {} }),
    `${step(
      1,
    )}: Invalid value: "step.Experiment: false step.Pause: true step.SetWeight: true step.Analysis: false": ${STEP}`,
  ],
  [
    'a weight above all',
    steps({ setWeight: 101 }),
    `${step(
      0,
    )}.setWeight: Invalid value: 101: SetWeight needs to be between 0 and 100`,
  ],
  [
    'a weight above maxTrafficWeight',
    strategy(
      routed({ maxTrafficWeight: 50, nginx: { stableIngress: 'shop' } }),
      { setWeight: 51 },
    ),
    `${step(
      0,
    )}.setWeight: Invalid value: 51: SetWeight needs to be between 0 and 50`,
  ],
  [
    'a pause of no unit',
    steps({ pause: { duration: '1.5' } }),
    `${step(
      0,
    )}.pause.duration: Invalid value: -1: Duration needs to be greater than 0`,
  ],
  [
    'a pause of words',
    steps({ pause: { duration: 'a while' } }),
    `${step(
      0,
    )}.pause.duration: Invalid value: -1: Duration needs to be greater than 0`,
  ],
  [
    'a pause into the past',
    steps({ pause: { duration: -5 } }),
    `${step(
      0,
    )}.pause.duration: Invalid value: -5: Duration needs to be greater than 0`,
  ],
  ['a pause of digits', steps({ pause: { duration: '20' } }), undefined],
  ['a pause of units', steps({ pause: { duration: '1h30m' } }), undefined],
  [
    'setCanaryScale without routing',
    steps({ setCanaryScale: { replicas: 1 } }),
    'spec.strategy.trafficRouting: Required value: SetCanaryScale requires TrafficRouting to be set',
  ],
  [
    'a header route without routing',
    steps({
      setHeaderRoute: {
        name: 'beta',
        match: [{ headerName: 'x-beta', headerValue: { exact: '1' } }],
      },
    }),
    `${step(
      0,
    )}.setHeaderRoute: Invalid value: {"name":"beta","match":[{"headerName":"x-beta","headerValue":{"exact":"1"}}]}: SetHeaderRoute requires TrafficRouting, supports Istio and ALB and Apisix`,
  ],
  [
    'a header route of nginx',
    strategy(NGINX, { setHeaderRoute: { name: 'beta' } }),
    `${step(
      0,
    )}.setHeaderRoute: Invalid value: {"name":"beta"}: SetHeaderRoute requires TrafficRouting, supports Istio and ALB and Apisix`,
  ],
  [
    'a mirror route without routing',
    steps({
      setMirrorRoute: {
        name: 'mirror',
        percentage: 10,
        match: [{ method: { exact: 'GET' }, path: { prefix: '/' } }],
      },
    }),
    `${step(
      0,
    )}.setMirrorRoute: Invalid value: {"name":"mirror","match":[{"method":{"exact":"GET"},"path":{"prefix":"/"}}],"percentage":10}: SetMirrorRoute requires TrafficRouting, supports Istio only`,
  ],
  [
    'a mirror route of ALB',
    strategy(routed({ alb: { ingress: 'shop', servicePort: 80 } }), {
      setMirrorRoute: { name: 'mirror' },
    }),
    `${step(
      0,
    )}.setMirrorRoute: Invalid value: {"name":"mirror"}: SetMirrorRoute requires TrafficRouting, supports Istio only`,
  ],
  [
    'a header route without managedRoutes',
    strategy(routed({ alb: { ingress: 'shop', servicePort: 80 } }), {
      setHeaderRoute: { name: 'beta' },
    }),
    "spec.strategy.trafficRouting.managedRoutes: Required value: Rollout has missing field 'spec.strategy.canary.trafficRouting.managedRoutes'",
  ],
  [
    'a header route that is not managed',
    strategy(
      routed({
        managedRoutes: [{ name: 'other' }],
        alb: { ingress: 'shop', servicePort: 80 },
      }),
      { setHeaderRoute: { name: 'beta' } },
    ),
    `${step(
      0,
    )}.setHeaderRoute: Invalid value: "beta": Steps define a route that does not exist in spec.strategy.canary.trafficRouting.managedRoutes`,
  ],
  [
    'a header route by pattern of ALB',
    strategy(
      routed({
        managedRoutes: [{ name: 'beta' }],
        alb: { ingress: 'shop', servicePort: 80 },
      }),
      {
        setHeaderRoute: {
          name: 'beta',
          match: [{ headerName: 'a', headerValue: { regex: 'x' } }],
        },
      },
    ),
    `${step(
      0,
    )}.setHeaderRoute.match[0]: Invalid value: {"regex":"x"}: SetHeaderRoute match value invalid. ALB supports 'exact' value only`,
  ],
  [
    'an experiment with weight without routing',
    steps({
      experiment: {
        templates: [{ name: 'a', specRef: 'canary', weight: 5 }],
      },
    }),
    `${step(
      0,
    )}.experiment.templates[0].weight: Invalid value: 5: Experiment template weight cannot be set unless TrafficRouting is enabled`,
  ],
  [
    'an experiment with weight of nginx',
    strategy(NGINX, {
      experiment: {
        templates: [{ name: 'a', specRef: 'canary', weight: 5 }],
      },
    }),
    `${step(
      0,
    )}.experiment.templates[0].weight: Invalid value: 5: Experiment template weight is only available for TrafficRouting with SMI, ALB, Istio and Plugins at this time`,
  ],
  [
    'an argument of no metadata',
    steps({
      analysis: {
        templates: [{ templateName: 'endless' }],
        args: [
          {
            name: 'a',
            valueFrom: { fieldRef: { fieldPath: 'metadata.generation' } },
          },
        ],
      },
    }),
    `${step(
      0,
    )}.analyses: Invalid value: [{"name":"a","valueFrom":{"fieldRef":{"fieldPath":"metadata.generation"}}}]: Analyses arguments must refer to valid object metadata supported by downwardAPI`,
  ],
];

const REFERENCES: Row[] = [
  [
    'a Service that is not there',
    { strategy: { blueGreen: { activeService: 'missing' } } },
    'spec.strategy.blueGreen.activeService: Invalid value: "missing": service "missing" not found',
  ],
  [
    'a canary Service that is not there',
    strategy({ stableService: 'stable', canaryService: 'missing' }),
    'spec.strategy.canary.canaryService: Invalid value: "missing": service "missing" not found',
  ],
  [
    'a pong Service that is not there',
    strategy({
      pingPong: { pingService: 'stable', pongService: 'missing' },
    }),
    'spec.strategy.canary.pingPong.pongService: Invalid value: "missing": service "missing" not found',
  ],
  [
    'a Service of other pods',
    strategy({ stableService: 'foreign' }),
    'spec.strategy.canary.stableService: Invalid value: "foreign": Service "foreign" has unmatch label "app" in rollout',
  ],
  [
    'a Service of another Rollout',
    strategy({ stableService: 'managed' }),
    'spec.strategy.canary.stableService: Invalid value: "managed": Service "managed" is managed by another Rollout',
  ],
  [
    'missing before unfit',
    strategy({ stableService: 'foreign', canaryService: 'missing' }),
    'spec.strategy.canary.canaryService: Invalid value: "missing": service "missing" not found',
  ],
  [
    'an AnalysisTemplate that is not there',
    steps({ setWeight: 5 }, analysisStep('missing')),
    `spec.strategy.canary.steps[1].analysis.templates: Invalid value: "missing": AnalysisTemplate 'missing' not found`,
  ],
  [
    'a ClusterAnalysisTemplate that is not there',
    strategy({
      analysis: {
        templates: [{ templateName: 'missing', clusterScope: true }],
      },
    }),
    `spec.strategy.canary.analysis.templates: Invalid value: "missing": ClusterAnalysisTemplate 'missing' not found`,
  ],
  [
    'a template of a template that is not there',
    steps(analysisStep('nested')),
    `spec.templates: Invalid value: "missing": AnalysisTemplate 'missing' not found`,
  ],
  [
    'an argument without value',
    steps(analysisStep('asking')),
    'spec.strategy.canary.steps[0].analysis.templates: Invalid value: "templateNames: [asking]": args.who was not resolved',
  ],
  [
    'an analysis without end in a step',
    steps(analysisStep('endless')),
    'spec.strategy.canary.steps[0].analysis.templates: Invalid value: "endless": AnalysisTemplate endless has metric probe which runs indefinitely. Invalid value for count: <nil>',
  ],
  [
    'an analysis without end beside the steps',
    strategy({ analysis: { templates: [{ templateName: 'endless' }] } }),
    undefined,
  ],
  [
    'an Ingress that is not there',
    strategy(routed({ nginx: { stableIngress: 'missing' } })),
    `${ROUTING}.nginx.stableIngress: Invalid value: "missing": ingress.networking.k8s.io "missing" not found`,
  ],
  [
    'Ingresses that are not there',
    strategy(routed({ nginx: { stableIngresses: ['shop', 'missing'] } })),
    `${ROUTING}.nginx.StableIngresses: Invalid value: ["shop","missing"]: ingress.networking.k8s.io "missing" not found`,
  ],
  [
    'no Ingress',
    strategy(routed({ nginx: {} })),
    `${ROUTING}.nginx: Internal error: Either StableIngress or StableIngresses must be configured. Neither are configured.`,
  ],
  [
    'an Ingress and Ingresses',
    strategy(
      routed({ nginx: { stableIngress: 'shop', stableIngresses: ['shop'] } }),
    ),
    `${ROUTING}.nginx: Internal error: Either StableIngress or StableIngresses must be configured. Both are configured.`,
  ],
  [
    'an Ingress to another Service',
    strategy({
      stableService: 'canary',
      canaryService: 'stable',
      trafficRouting: { nginx: { stableIngress: 'shop' } },
    }),
    `${ROUTING}.nginx.stableIngress: Invalid value: "shop": ingress \`shop\` has no rules using service canary backend`,
  ],
  [
    'an Ingress of ALB that is not there',
    strategy(routed({ alb: { ingress: 'missing', servicePort: 80 } })),
    `${ROUTING}.alb.ingress: Invalid value: "missing": ingress.networking.k8s.io "missing" not found`,
  ],
  [
    'a VirtualService that is not there',
    strategy(routed({ istio: { virtualService: { name: 'shop' } } })),
    `${ROUTING}.istio.virtualService.name: Invalid value: "shop": the server could not find the requested resource`,
  ],
  [
    'no VirtualService',
    strategy(routed({ istio: {} })),
    `${ROUTING}.istio: Internal error: either VirtualService or VirtualServices must be configured`,
  ],
  [
    'no mapping of Ambassador',
    strategy(routed({ ambassador: { mappings: [] } })),
    `${ROUTING}.ambassador.mappings: Invalid value: null: must provide at least one mapping`,
  ],
  [
    'a mapping of Ambassador that is not there',
    strategy(routed({ ambassador: { mappings: ['shop'] } })),
    `${ROUTING}.ambassador.mappings: Invalid value: "shop": the server could not find the requested resource`,
  ],
  [
    'no VirtualService of App Mesh',
    strategy(routed({ appMesh: {} })),
    `${ROUTING}.appmesh.virtualService: Invalid value: null: must provide virtual-service`,
  ],
  [
    'a router that is not known, which the CRD leaves out',
    strategy(routed({ linkerd: { service: 'shop' } })),
    undefined,
  ],
  [
    'a workload that is not there',
    {
      template: undefined,
      selector: undefined,
      workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'none' },
    },
    'deployments.apps "<namespace>/none" not found',
  ],
  [
    'a workload of another kind',
    {
      template: undefined,
      selector: undefined,
      workloadRef: { apiVersion: 'batch/v1', kind: 'Job', name: 'shop' },
    },
    'workload of type batch/Job is not supported',
  ],
  [
    'a workload and a template',
    {
      workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' },
    },
    'template must be empty for workload reference rollout',
  ],
];

/** Makes what the rows of {@link REFERENCES} refer to. */
async function referenced(objects: Objects): Promise<void> {
  await objects.create('services', service('stable'));
  await objects.create('services', service('canary'));
  await objects.create('services', {
    ...service('foreign'),
    spec: { selector: { app: 'other' }, ports: [{ port: 80 }] },
  });
  await objects.create('services', {
    ...service('managed'),
    metadata: {
      name: 'managed',
      annotations: { 'argo-rollouts.argoproj.io/managed-by-rollouts': 'other' },
    },
  });
  await objects.create('ingresses', ingress('shop', 'stable'));
  await objects.create('deployments', deployment('shop'));
  const probe = (more: Json): Json => ({
    provider: { prometheus: { address: 'http://127.0.0.1:9', query: '1' } },
    ...more,
  });
  await objects.create(
    'analysistemplates',
    analysisTemplate('endless', probe({ interval: '10s' })),
  );
  await objects.create('analysistemplates', {
    ...analysisTemplate('asking', probe({})),
    spec: { args: [{ name: 'who' }], metrics: [{ name: 'a', ...probe({}) }] },
  });
  await objects.create('analysistemplates', {
    ...analysisTemplate('nested', probe({})),
    spec: { templates: [{ templateName: 'missing' }] },
  });
}

export const invalidSpecScenarios: Scenario[] = [
  about(
    'invalid-spec',
    'Specs that the controller refuses, and in which words',
    objects => compare(objects, SPECS),
  ),
  about(
    'invalid-steps',
    'Steps that the controller refuses, and in which words',
    objects => compare(objects, STEPS),
  ),
  about(
    'invalid-references',
    'References that the controller refuses, and in which words',
    async objects => {
      await referenced(objects);
      await compare(
        objects,
        REFERENCES.map(([what, spec, why]) => [
          what,
          spec,
          why?.replace('<namespace>', objects.namespace),
        ]),
      );
    },
  ),
];
