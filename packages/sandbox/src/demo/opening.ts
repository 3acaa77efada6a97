import { ServiceName } from '@slipway/platform-model';
import { ReleaseQuality } from './tags';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A release of the history that is there when the sandbox opens for the first time. */
export interface OpeningRelease {
  cluster: string;
  namespace: string;
  service: ServiceName;
  quality: ReleaseQuality;
  /** When it began, ms before the opening. */
  beforeMs: number;
}

/** How long before the opening the services were installed, ms. */
export const HISTORY_MS = 20 * MINUTE;

const release = (
  cluster: string,
  service: ServiceName,
  quality: ReleaseQuality,
  beforeMs: number,
  namespace = 'ecommerce',
): OpeningRelease => ({ cluster, namespace, service, quality, beforeMs });

/**
 * What has happened when a user looks for the first time: on each cluster
 * some releases done, and on `gke-prod` one that moves, one that waits for a
 * user, one bad that its analysis is about to end, one degraded.
 */
export const OPENING: readonly OpeningRelease[] = [
  // Done: what the services run now, and what they can be taken back to.
  release('gke-prod', 'product-service', 'good', 18 * MINUTE),
  release('gke-prod', 'service-discovery', 'good', 17 * MINUTE),
  release('gke-prod', 'shipping-service', 'good', 16 * MINUTE),
  release('eks-prod', 'favourite-service', 'good', 18 * MINUTE),
  release('eks-prod', 'product-service', 'good', 15 * MINUTE),
  release('aks-dev', 'shipping-service', 'good', 17 * MINUTE),
  release('aks-dev', 'product-service', 'good', 14 * MINUTE),
  // Ended by its analysis: degraded since then.
  release('gke-prod', 'shipping-service', 'errors', 5 * MINUTE),
  // Its pods never get ready: degraded when the deadline had passed.
  release('eks-prod', 'cloud-config', 'crash', 6 * MINUTE),
  // Waiting for a user.
  release('gke-prod', 'order-service', 'good', 7 * MINUTE),
  release('eks-prod', 'api-gateway', 'good', 5 * MINUTE),
  release('aks-dev', 'user-service', 'good', 3 * MINUTE),
  release('gke-prod', 'payment-service', 'good', 2 * MINUTE, 'ecommerce-stage'),
  // Moving.
  release('gke-prod', 'product-service', 'good', 15 * SECOND),
  release('aks-dev', 'favourite-service', 'good', 10 * SECOND),
  // Bad; its analysis ends it about a minute after the opening.
  release('gke-prod', 'favourite-service', 'errors', 5 * SECOND),
];
