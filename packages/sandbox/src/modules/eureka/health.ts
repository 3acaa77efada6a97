/** Of the requests to a pod, more than this share fail by its own fault: its readiness is out. */
const OUT_ABOVE = 0.5;

/**
 * A health group of Spring Boot as it is by default: no details, and 503 with a
 * body where it is not UP.
 *
 * @param group - what follows `/actuator/health`; empty for all of it
 * @param failureShare - share of the pod's requests that fail, 0 to 1
 * @returns undefined for a group that there is not
 */
export function healthAnswer(
  group: string,
  failureShare: number,
): { status: number; body: object } | undefined {
  const out = failureShare > OUT_ABOVE;
  switch (group) {
    case '':
      return {
        status: out ? 503 : 200,
        body: {
          status: out ? 'OUT_OF_SERVICE' : 'UP',
          groups: ['liveness', 'readiness'],
        },
      };
    case 'liveness':
      return { status: 200, body: { status: 'UP' } };
    case 'readiness':
      return {
        status: out ? 503 : 200,
        body: { status: out ? 'OUT_OF_SERVICE' : 'UP' },
      };
    default:
      return undefined;
  }
}
