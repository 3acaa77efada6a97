import { ServiceAnswer, ServiceRequest } from '@slipway/kube-sim';
import { SimulatedMaster } from './SimulatedMaster';

/** The version of Locust that this behaves like. */
const LOCUST_VERSION = '2.47.0';
const MOST_SAMPLES = 200;

const json = (body: object): ServiceAnswer => ({
  status: 200,
  contentType: 'application/json',
  text: JSON.stringify(body),
});

const NOT_FOUND: ServiceAnswer = {
  status: 404,
  contentType: 'text/html',
  text: 'Not Found',
};

const NOT_ALLOWED: ServiceAnswer = {
  status: 405,
  contentType: 'text/html',
  text: 'Method Not Allowed',
};

interface Worker {
  id: string;
  state: string;
  users: number;
  cpuPercent: null;
  memoryBytes: null;
}

/** The workers with their shares of the users; CPU and memory are not simulated. */
function workersOf(
  master: SimulatedMaster,
  workers: readonly string[],
): Worker[] {
  const { users, state } = master;
  return workers.map((id, index) => ({
    id,
    state,
    users:
      Math.floor((users * (index + 1)) / workers.length) -
      Math.floor((users * index) / workers.length),
    cpuPercent: null,
    memoryBytes: null,
  }));
}

/**
 * What a master answers: the route of the portal's prelude, `/stop`, and the
 * part of `/stats/requests` that KEDA reads. Everything else is not there; of
 * a report too, because nothing was sent that it could be about.
 */
export function answerOfMaster(
  master: SimulatedMaster,
  workers: readonly string[],
  { method, path, query }: Pick<ServiceRequest, 'method' | 'path' | 'query'>,
): ServiceAnswer {
  const shown = workersOf(master, workers);
  switch (path) {
    case '/slipway/v1/status': {
      const since = Math.max(0, Number(query.get('since')) || 0);
      return json({
        protocol: 1,
        run: master.plan.run,
        locust: LOCUST_VERSION,
        simulated: true,
        significantDigits: 3,
        sampleSeconds: master.plan.sampleSeconds,
        state: master.state,
        startedAt:
          master.startedAt === undefined ? null : master.startedAt / 1_000,
        finished: master.endedAt !== undefined,
        complete: master.complete,
        workers: shown,
        errors: master.failures.map(({ method: verb, name, failures }) => ({
          method: verb,
          name,
          error: 'The simulated service failed the request',
          occurrences: failures,
        })),
        samples: master.samples.slice(since, since + MOST_SAMPLES),
        lastSeq: master.samples.length,
      });
    }
    case '/stop':
      if (method !== 'POST') return NOT_ALLOWED;
      master.stop();
      return json({ success: true, message: 'Test stopped' });
    case '/stats/requests':
      return json({
        state: master.state,
        user_count: master.users,
        worker_count: workers.length,
        workers: shown.map(({ id, state, users }) => ({
          id,
          state,
          user_count: users,
        })),
      });
    default:
      return NOT_FOUND;
  }
}
