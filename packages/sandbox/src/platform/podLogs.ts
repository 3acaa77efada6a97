import { isServiceName, serviceProfile } from '@slipway/platform-model';
import { LogQuery, isRecord, valueAt } from '@slipway/kube-sim';

/** One line of a container's log. */
interface LogLine {
  at: Date;
  text: string;
}

const SECOND = 1_000;

/** `order-service` → `OrderServiceApplication`. */
function applicationClass(service: string): string {
  const words = service
    .split('-')
    .map(word => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Application`;
}

/** When the container began to run, from its status. */
function startOf({ pod, container }: LogQuery): Date | undefined {
  const statuses = valueAt(pod, ['status', 'containerStatuses']);
  const status = Array.isArray(statuses)
    ? statuses.filter(isRecord).find(one => one.name === container)
    : undefined;
  const text =
    valueAt(status, ['state', 'running', 'startedAt']) ??
    valueAt(status, ['lastState', 'terminated', 'startedAt']);
  return typeof text === 'string' ? new Date(text) : undefined;
}

function imageOf({ pod, container }: LogQuery): string {
  const containers = valueAt(pod, ['spec', 'containers']);
  const found = Array.isArray(containers)
    ? containers.filter(isRecord).find(one => one.name === container)
    : undefined;
  return String(found?.image ?? '');
}

/**
 * What a container of the ten services has written: the lines of its start, and
 * why it ended when its image is one that never gets ready. Requests leave no
 * lines: the model counts them and knows no single one.
 */
export function readPodLog(query: LogQuery): LogLine[] {
  const start = startOf(query);
  const { container, since } = query;
  if (!start || !isServiceName(container)) return [];
  const crashes = imageOf(query).endsWith('-crash');
  if (query.previous && !crashes) return [];
  const main = applicationClass(container);
  const { port = 8080, context = '' } = serviceProfile(container) ?? {};
  const line = (after: number, level: string, logger: string, text: string) => {
    const at = new Date(start.getTime() + after);
    return {
      at,
      text: `${at.toISOString()} ${level.padStart(
        5,
      )} 1 --- [${container}] [main] ${logger} : ${text}`,
    };
  };
  const lines = [
    line(0, 'INFO', main, `Starting ${main} with PID 1`),
    line(200, 'INFO', main, 'The following 1 profile is active'),
    ...(crashes
      ? [
          line(
            2 * SECOND,
            'ERROR',
            'o.s.boot.SpringApplication',
            'Application run failed: Failed to configure a DataSource',
          ),
        ]
      : [
          line(
            1_500,
            'INFO',
            'o.s.b.w.embedded.tomcat.TomcatWebServer',
            `Tomcat started on port ${port} (http) with context path '${
              context || '/'
            }'`,
          ),
          line(1_600, 'INFO', main, `Started ${main} in 1.6 seconds`),
        ]),
  ];
  return since ? lines.filter(({ at }) => at >= since) : lines;
}
