import { Json, KubeObject, NewObject } from '@slipway/kube-sim';
import {
  ChartMetric,
  ChartStep,
  FIRST_TAG,
  imageRepository,
  ReleaseValues,
  SHARED_VALUES,
} from './releaseValues';

type JsonObject = { [key: string]: Json };

/** An object that a release installs. */
export type ChartObject = NewObject<KubeObject<JsonObject, Json>>;

/** What a release is installed with, beside the service's own values. */
export interface RenderOptions {
  namespace: string;
  /** Spring profiles. */
  profiles: string;
  /** Address of the Prometheus that judges canaries. */
  prometheusUrl: string;
  /** Instead of the service's own number. */
  replicas?: number;
  tag?: string;
}

const { analysis, spring } = SHARED_VALUES;

const latestHash: JsonObject[] = [
  { name: 'latest-hash', valueFrom: { podTemplateHashValue: 'Latest' } },
];

const hashArgument: JsonObject[] = [{ name: 'latest-hash' }];

function selectorLabels(service: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': service,
    'app.kubernetes.io/instance': service,
  };
}

function labels(service: string, tag: string): Record<string, string> {
  return {
    ...selectorLabels(service),
    'app.kubernetes.io/version': tag,
    'app.kubernetes.io/part-of': 'ecommerce',
    'app.kubernetes.io/managed-by': 'Helm',
    'helm.sh/chart': 'spring-service-0.1.0',
    'backstage.io/kubernetes-id': service,
  };
}

function query(metric: ChartMetric, namespace: string): string {
  const inbound = `namespace="${namespace}",rollouts_pod_template_hash="{{args.latest-hash}}",direction="inbound"`;
  const window = `[${analysis.window}]`;
  return metric === 'success-rate'
    ? `sum(rate(response_total{${inbound},classification="success"}${window}))\n` +
        `/ sum(rate(response_total{${inbound}}${window}))\n`
    : `histogram_quantile(0.95, sum by (le) (rate(response_latency_ms_bucket{${inbound}}${window})))\n`;
}

function analysisMetric(
  metric: ChartMetric,
  values: ReleaseValues,
  options: RenderOptions,
  inline: boolean,
): JsonObject {
  const [good, bad, limit] =
    metric === 'success-rate'
      ? ['>=', '<', analysis.successRate]
      : ['<=', '>', values.p95LatencyMs];
  const condition = (operator: string | number) =>
    `len(result) > 0 && result[0] ${operator} ${limit}`;
  return {
    name: metric,
    interval: analysis.interval,
    initialDelay: analysis.initialDelay,
    ...(inline ? { count: analysis.count } : {}),
    failureLimit: analysis.failureLimit,
    inconclusiveLimit: analysis.inconclusiveLimit,
    successCondition: condition(good),
    failureCondition: condition(bad),
    provider: {
      prometheus: {
        address: options.prometheusUrl,
        timeout: 5,
        query: query(metric, options.namespace),
      },
    },
  };
}

function analysisTemplates(
  values: ReleaseValues,
  options: RenderOptions,
  tag: string,
): ChartObject[] {
  const template = (name: string, metrics: JsonObject[]): ChartObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: {
      name: `${values.service}-${name}`,
      namespace: options.namespace,
      labels: labels(values.service, tag),
    },
    spec: { args: hashArgument, metrics },
  });
  const inline: ChartMetric[] = ['success-rate', 'p95-latency'];
  return [
    ...inline.map(metric =>
      template(metric, [analysisMetric(metric, values, options, true)]),
    ),
    ...(values.background
      ? [
          template(
            'background',
            values.background.metrics.map(metric =>
              analysisMetric(metric, values, options, false),
            ),
          ),
        ]
      : []),
  ];
}

function services(
  values: ReleaseValues,
  options: RenderOptions,
  tag: string,
): ChartObject[] {
  return ['', '-stable', '-canary'].map(suffix => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: `${values.service}${suffix}`,
      namespace: options.namespace,
      labels: labels(values.service, tag),
    },
    spec: {
      selector: selectorLabels(values.service),
      ports: [{ name: 'http', port: values.port, targetPort: 'http' }],
    },
  }));
}

function step(service: string, one: ChartStep): JsonObject {
  if (!('analysis' in one)) return { ...one };
  return {
    analysis: {
      templates: one.analysis.map(metric => ({
        templateName: `${service}-${metric}`,
      })),
      args: latestHash,
    },
  };
}

function environmentVariables(
  values: ReleaseValues,
  profiles: string,
): JsonObject[] {
  return [
    { name: 'SPRING_PROFILES_ACTIVE', value: profiles },
    ...(values.configServer === false
      ? []
      : [
          {
            name: 'SPRING_CONFIG_IMPORT',
            value: `optional:configserver:${spring.configServer}`,
          },
        ]),
    ...(values.eureka === false
      ? []
      : [
          {
            name: 'EUREKA_CLIENT_SERVICEURL_DEFAULTZONE',
            value: spring.eureka,
          },
        ]),
    { name: 'SPRING_ZIPKIN_BASE_URL', value: spring.zipkin },
  ];
}

function podTemplate(
  values: ReleaseValues,
  options: RenderOptions,
  tag: string,
): JsonObject {
  const httpGet = { path: `${values.context}/actuator/health`, port: 'http' };
  return {
    metadata: {
      labels: {
        ...selectorLabels(values.service),
        'app.kubernetes.io/part-of': 'ecommerce',
        'backstage.io/kubernetes-id': values.service,
      },
      annotations: { 'linkerd.io/inject': 'enabled' },
    },
    spec: {
      terminationGracePeriodSeconds:
        SHARED_VALUES.terminationGracePeriodSeconds,
      containers: [
        {
          name: values.service,
          image: `${imageRepository(values.service)}:${tag}`,
          imagePullPolicy: 'IfNotPresent',
          ports: [{ name: 'http', containerPort: values.port }],
          env: environmentVariables(values, options.profiles),
          startupProbe: { httpGet, periodSeconds: 5, failureThreshold: 36 },
          readinessProbe: { httpGet, periodSeconds: 5 },
          livenessProbe: { httpGet, periodSeconds: 10 },
          resources: {
            limits: { memory: '768Mi' },
            requests: { cpu: '100m', memory: '512Mi' },
          },
        },
      ],
    },
  };
}

function rollout(
  values: ReleaseValues,
  options: RenderOptions,
  tag: string,
): ChartObject {
  const { service, background } = values;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: {
      name: service,
      namespace: options.namespace,
      labels: labels(service, tag),
      annotations: { 'slipway.io/entity-ref': `component:default/${service}` },
    },
    spec: {
      replicas: options.replicas ?? values.replicas,
      revisionHistoryLimit: SHARED_VALUES.revisionHistoryLimit,
      progressDeadlineSeconds: SHARED_VALUES.progressDeadlineSeconds,
      selector: { matchLabels: selectorLabels(service) },
      template: podTemplate(values, options, tag),
      strategy: {
        canary: {
          stableService: `${service}-stable`,
          canaryService: `${service}-canary`,
          abortScaleDownDelaySeconds: SHARED_VALUES.abortScaleDownDelaySeconds,
          ...(background
            ? {
                analysis: {
                  startingStep: background.startingStep,
                  templates: [{ templateName: `${service}-background` }],
                  args: latestHash,
                },
              }
            : {}),
          steps: values.steps.map(one => step(service, one)),
        },
      },
    },
  };
}

/**
 * The objects that `helm install` of `infra/charts/spring-service` makes for a
 * service, in the order in which helm creates them.
 */
export function renderRelease(
  values: ReleaseValues,
  options: RenderOptions,
): ChartObject[] {
  const tag = options.tag ?? FIRST_TAG;
  return [
    ...services(values, options, tag),
    ...analysisTemplates(values, options, tag),
    rollout(values, options, tag),
  ];
}
