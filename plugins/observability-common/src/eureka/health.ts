import { isObject, string } from '@slipway/plugin-clusters-common/read';

/** Groups that are read: those that Kubernetes asks for. */
export const HEALTH_GROUPS = ['liveness', 'readiness'] as const;
export type HealthGroup = (typeof HEALTH_GROUPS)[number];

/** What a health group answered. */
export interface HealthReading {
  group: HealthGroup;
  /** `UP`, `DOWN`, `OUT_OF_SERVICE`, `UNKNOWN` or a word of the service's own; undefined when it could not be read. */
  status?: string;
  /** Components that are not UP, where the service shows them. */
  failing?: string[];
  /** Why there is no status, in a sentence. */
  reason?: string;
}

const NAME = /^[\w .-]{1,60}$/;

/**
 * Reads the answer of a health group. DOWN and OUT_OF_SERVICE come with status
 * 503 and a body; components are there only where `show-details` or
 * `show-components` says so. Details of components are not read: they may hold addresses.
 *
 * @see https://docs.spring.io/spring-boot/reference/actuator/endpoints.html#actuator.endpoints.health
 */
export function readHealth(
  group: HealthGroup,
  answer: { status: number; text: string },
): HealthReading {
  if (answer.status === 404) {
    return { group, reason: 'The service has no such health group.' };
  }
  if (answer.status === 401 || answer.status === 403) {
    return { group, reason: 'The service does not let the portal read it.' };
  }
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    body = undefined;
  }
  const status = isObject(body) ? string(body.status) : undefined;
  if (!isObject(body) || !status || !NAME.test(status)) {
    return {
      group,
      reason: `It answered ${answer.status} without a health status.`,
    };
  }
  const components = isObject(body.components) ? body.components : {};
  const failing = Object.entries(components).flatMap(([name, component]) =>
    isObject(component) && component.status !== 'UP' && NAME.test(name)
      ? [name]
      : [],
  );
  return { group, status, ...(failing.length ? { failing } : {}) };
}

/** The base path of health in the path of a probe: `/order-service/actuator/health/readiness` → `/order-service/actuator/health`. */
export function healthBase(probePath: string | undefined): string | undefined {
  const match = /^((?:\/[\w~-][\w.~-]*){0,8}\/health)(?:\/[\w~-]+)?\/?$/.exec(
    probePath ?? '',
  );
  return match?.[1];
}
