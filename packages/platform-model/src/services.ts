import type { ServiceName } from './types.ts';

/** A call that a service makes while it answers a request. */
export interface ServiceCall {
  to: ServiceName;
  /** Calls per request of the caller. */
  perRequest: number;
}

/** How one service behaves when nothing is wrong. */
export interface ServiceProfile {
  name: ServiceName;
  port: number;
  /** Path under which it serves; empty for the root. */
  context: string;
  calls: readonly ServiceCall[];
  /** Requests per second from outside the system at the busiest hour. */
  directRps: number;
  /** Median of its own work per request, without the calls it makes. */
  medianMs: number;
  /** Spread of its latency: standard deviation of the logarithm. */
  sigma: number;
  /** Share of requests that fail by its own fault. */
  errorRate: number;
  /** Requests per second that one ready pod can serve. */
  podRps: number;
}

const sixServices = [
  'order-service',
  'payment-service',
  'product-service',
  'shipping-service',
  'user-service',
  'favourite-service',
] as const;

/** How a request at an entry point spreads over the six services. */
const mix: Record<(typeof sixServices)[number], number> = {
  'product-service': 0.4,
  'user-service': 0.2,
  'order-service': 0.16,
  'favourite-service': 0.1,
  'payment-service': 0.08,
  'shipping-service': 0.06,
};

const callSix = (share: number): ServiceCall[] =>
  sixServices.map(to => ({ to, perRequest: mix[to] * share }));

/**
 * The ten services and the calls between them. Callers stand before the
 * services that they call: the order is topological.
 */
export const SERVICES: readonly ServiceProfile[] = [
  {
    name: 'api-gateway',
    port: 8080,
    context: '',
    calls: [...callSix(0.75), { to: 'proxy-client', perRequest: 0.25 }],
    directRps: 220,
    medianMs: 4,
    sigma: 0.45,
    errorRate: 0.0004,
    podRps: 300,
  },
  {
    name: 'proxy-client',
    port: 8900,
    context: '/app',
    calls: callSix(1),
    directRps: 4,
    medianMs: 9,
    sigma: 0.5,
    errorRate: 0.0008,
    podRps: 150,
  },
  {
    name: 'favourite-service',
    port: 8800,
    context: '/favourite-service',
    calls: [
      { to: 'user-service', perRequest: 0.9 },
      { to: 'product-service', perRequest: 0.9 },
    ],
    directRps: 3,
    medianMs: 14,
    sigma: 0.5,
    errorRate: 0.001,
    podRps: 100,
  },
  {
    name: 'shipping-service',
    port: 8600,
    context: '/shipping-service',
    calls: [
      { to: 'product-service', perRequest: 0.8 },
      { to: 'order-service', perRequest: 0.8 },
    ],
    directRps: 3,
    medianMs: 18,
    sigma: 0.5,
    errorRate: 0.0012,
    podRps: 100,
  },
  {
    name: 'payment-service',
    port: 8400,
    context: '/payment-service',
    calls: [{ to: 'order-service', perRequest: 0.9 }],
    directRps: 4,
    medianMs: 24,
    sigma: 0.55,
    errorRate: 0.0015,
    podRps: 100,
  },
  {
    name: 'order-service',
    port: 8300,
    context: '/order-service',
    calls: [{ to: 'user-service', perRequest: 0.35 }],
    directRps: 12,
    medianMs: 22,
    sigma: 0.5,
    errorRate: 0.001,
    podRps: 100,
  },
  {
    name: 'product-service',
    port: 8500,
    context: '/product-service',
    calls: [],
    directRps: 5,
    medianMs: 11,
    sigma: 0.5,
    errorRate: 0.0006,
    podRps: 180,
  },
  {
    name: 'user-service',
    port: 8700,
    context: '/user-service',
    calls: [],
    directRps: 5,
    medianMs: 12,
    sigma: 0.5,
    errorRate: 0.0008,
    podRps: 150,
  },
  {
    name: 'cloud-config',
    port: 9296,
    context: '',
    calls: [{ to: 'service-discovery', perRequest: 0.2 }],
    directRps: 12,
    medianMs: 7,
    sigma: 0.4,
    errorRate: 0.0003,
    podRps: 50,
  },
  {
    name: 'service-discovery',
    port: 8761,
    context: '',
    calls: [],
    directRps: 24,
    medianMs: 3,
    sigma: 0.4,
    errorRate: 0.0002,
    podRps: 150,
  },
];

const byName = new Map<string, ServiceProfile>(
  SERVICES.map(service => [service.name, service]),
);

/** The profile of a service, or undefined when the name is not one of the ten. */
export function serviceProfile(name: string): ServiceProfile | undefined {
  return byName.get(name);
}

/** Narrows a name to one of the ten services. */
export function isServiceName(name: string): name is ServiceName {
  return byName.has(name);
}

/**
 * Share of the busiest hour's traffic at a time of day (UTC): lowest at four in
 * the morning, highest at four in the afternoon, never below 0.45, so that a
 * canary always has requests to be judged by.
 */
export function trafficShare(atMs: number): number {
  const hour = (atMs / 3_600_000) % 24;
  const wave = Math.cos(((hour - 16) / 24) * 2 * Math.PI);
  return 0.725 + 0.275 * wave;
}
