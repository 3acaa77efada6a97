import { drawLatency, PodFlow, ServiceFlow } from '@slipway/platform-model';

/** What becomes of one request. `lost`: no answer ever comes. */
export interface Met {
  outcome: 'answered' | 'failed' | 'lost';
  /** Until the answer, or until the connection is given up, ms. */
  milliseconds: number;
  /** Name of the pod; undefined when no pod is ready. */
  pod?: string;
  /** Share of the pod's requests that fail, 0 to 1. */
  failureShare?: number;
}

const REFUSED: Met = { outcome: 'lost', milliseconds: 0 };

/**
 * What a request from outside meets at a service, by the traffic model: the
 * ready pods take turns; each fails and waits as its release, its faults, its
 * load and the services that it calls make it.
 *
 * @param turn - number of the request
 * @param random - gives numbers in [0, 1)
 */
export function meet(
  flow: Pick<ServiceFlow, 'pods' | 'outside'> | undefined,
  turn: number,
  random: () => number,
): Met {
  const ready = (flow?.pods ?? []).filter(({ pod }) => pod.ready);
  if (!flow || ready.length === 0) return REFUSED;
  const at: PodFlow = ready[turn % ready.length];
  const milliseconds =
    drawLatency(at.shape, random(), random()) + flow.outside.milliseconds;
  const pod = at.pod.name;
  if (random() < flow.outside.failures) {
    return { outcome: 'lost', milliseconds, pod };
  }
  const { failureShare } = at;
  const outcome = random() < failureShare ? 'failed' : 'answered';
  return { outcome, milliseconds, pod, failureShare };
}
