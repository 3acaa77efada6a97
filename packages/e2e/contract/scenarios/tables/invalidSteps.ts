import { NGINX, Row, STEP, routed, step, steps, strategy } from './specs';

/** Steps of a canary. */
export const STEPS: Row[] = [
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
