import { analysisStep } from '../../lib/manifests';
import { ROUTING, Row, routed, steps, strategy } from './specs';

/** What a Rollout refers to. */
export const REFERENCES: Row[] = [
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
