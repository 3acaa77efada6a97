import { ServiceName } from '@slipway/platform-model';

/** A metric that the chart has a template for. */
export type ChartMetric = 'success-rate' | 'p95-latency';

/** A step as the chart's values have it. */
export type ChartStep =
  | { setWeight: number }
  | { pause: { duration?: string } }
  | { analysis: ChartMetric[] };

/** What differs from service to service: the files `infra/charts/spring-service/values/*.yaml` as data. */
export interface ReleaseValues {
  service: ServiceName;
  replicas: number;
  port: number;
  /** Path under which it serves; empty for the root. */
  context: string;
  /** Imports its configuration from cloud-config. Default true. */
  configServer?: boolean;
  /** Registers with service-discovery. Default true. */
  eureka?: boolean;
  steps: ChartStep[];
  /** Metrics judged from the given step until the canary ends. */
  background?: { metrics: ChartMetric[]; startingStep: number };
  p95LatencyMs: number;
}

/**
 * Values that all services share: those of the chart, with the short times of
 * `tools/real-stack/manifests/chart-values.yaml`, so that sandbox and real
 * stack release at the same pace.
 */
export const SHARED_VALUES = {
  revisionHistoryLimit: 5,
  progressDeadlineSeconds: 120,
  abortScaleDownDelaySeconds: 5,
  terminationGracePeriodSeconds: 1,
  spring: {
    configServer: 'http://cloud-config:9296',
    eureka: 'http://service-discovery:8761/eureka/',
    zipkin: 'http://zipkin:9411',
  },
  analysis: {
    window: '15s',
    interval: '5s',
    initialDelay: '6s',
    count: 4,
    failureLimit: 1,
    inconclusiveLimit: 1,
    successRate: 0.95,
  },
} as const;

/** Tag that every service starts with. */
export const FIRST_TAG = '0.1.0';

const wait = (duration?: string): ChartStep => ({
  pause: duration ? { duration } : {},
});
const weight = (setWeight: number): ChartStep => ({ setWeight });
const judge = (...analysis: ChartMetric[]): ChartStep => ({ analysis });

/** The ten services. `yarn verify:chart` compares what is made of them with the chart. */
export const RELEASE_VALUES: readonly ReleaseValues[] = [
  {
    service: 'api-gateway',
    replicas: 4,
    port: 8080,
    context: '',
    steps: [
      weight(30),
      wait('15s'),
      weight(60),
      wait(),
      weight(80),
      wait('10s'),
    ],
    background: { metrics: ['success-rate', 'p95-latency'], startingStep: 1 },
    p95LatencyMs: 90,
  },
  {
    service: 'cloud-config',
    replicas: 2,
    port: 9296,
    context: '',
    configServer: false,
    steps: [weight(50), judge('success-rate'), wait()],
    p95LatencyMs: 50,
  },
  {
    service: 'favourite-service',
    replicas: 2,
    port: 8800,
    context: '/favourite-service',
    steps: [
      weight(40),
      wait('30s'),
      weight(80),
      judge('success-rate', 'p95-latency'),
    ],
    p95LatencyMs: 180,
  },
  {
    service: 'order-service',
    replicas: 5,
    port: 8300,
    context: '/order-service',
    steps: [
      weight(20),
      wait(),
      weight(40),
      judge('success-rate', 'p95-latency'),
      weight(60),
      wait('10s'),
    ],
    p95LatencyMs: 200,
  },
  {
    service: 'payment-service',
    replicas: 3,
    port: 8400,
    context: '/payment-service',
    steps: [weight(30), wait(), weight(60), wait('10s'), judge('success-rate')],
    background: { metrics: ['p95-latency'], startingStep: 1 },
    p95LatencyMs: 250,
  },
  {
    service: 'product-service',
    replicas: 4,
    port: 8500,
    context: '/product-service',
    steps: [
      weight(30),
      wait('20s'),
      weight(40),
      wait('20s'),
      weight(60),
      wait('20s'),
      weight(80),
      wait('20s'),
    ],
    background: { metrics: ['success-rate'], startingStep: 1 },
    p95LatencyMs: 80,
  },
  {
    service: 'proxy-client',
    replicas: 3,
    port: 8900,
    context: '/app',
    steps: [
      weight(30),
      wait('10s'),
      weight(60),
      judge('success-rate', 'p95-latency'),
      weight(80),
      wait(),
    ],
    p95LatencyMs: 150,
  },
  {
    service: 'service-discovery',
    replicas: 2,
    port: 8761,
    context: '',
    configServer: false,
    eureka: false,
    steps: [
      weight(50),
      wait('10s'),
      judge('success-rate'),
      weight(80),
      wait('5s'),
    ],
    p95LatencyMs: 25,
  },
  {
    service: 'shipping-service',
    replicas: 2,
    port: 8600,
    context: '/shipping-service',
    steps: [weight(40), judge('success-rate'), weight(80), wait('15s')],
    p95LatencyMs: 250,
  },
  {
    service: 'user-service',
    replicas: 3,
    port: 8700,
    context: '/user-service',
    steps: [
      weight(30),
      wait(),
      weight(60),
      judge('success-rate', 'p95-latency'),
    ],
    p95LatencyMs: 80,
  },
];

/** Repository of a service's image. */
export function imageRepository(service: ServiceName): string {
  return `selimhorri/${service}-ecommerce-boot`;
}
