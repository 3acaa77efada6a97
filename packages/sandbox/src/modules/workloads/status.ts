import { fnv1a } from '../../loops/hash';
import {
  Condition,
  Container,
  ContainerStatus,
  Pod,
  PodStatus,
} from '../../loops/model';

/** How pods look at each point of their life, as `kubectl get pods` reads it. */

export const podCondition = (pod: Pod, type: string): Condition | undefined =>
  pod.status.conditions?.find(condition => condition.type === type);

export const isPodReady = (pod: Pod): boolean =>
  podCondition(pod, 'Ready')?.status === 'True';

/** Since when a pod is available, ms since the epoch; undefined when it is not ready. */
export function availableSince(
  pod: Pod,
  minReadySeconds: number,
): number | undefined {
  if (!isPodReady(pod)) return undefined;
  const ready = Date.parse(
    podCondition(pod, 'Ready')?.lastTransitionTime ?? '',
  );
  return ready + minReadySeconds * 1000;
}

export const isPodAvailable = (
  pod: Pod,
  minReadySeconds: number,
  now: number,
): boolean => (availableSince(pod, minReadySeconds) ?? Infinity) <= now;

/** Images whose tag ends so never get ready: their containers end at once. */
export const crashes = ({ image = '' }: Container): boolean =>
  /:[^/]*-crash$/.test(image);

const condition = (
  type: string,
  status: 'True' | 'False',
  at: string,
  reason?: string,
  message?: string,
): Condition => ({
  type,
  status,
  lastTransitionTime: at,
  ...(reason ? { reason } : {}),
  ...(message ? { message } : {}),
});

const unready = (pod: Pod) =>
  `containers with unready status: [${(pod.spec.containers ?? [])
    .map(container => container.name)
    .join(' ')}]`;

export const unschedulable = (
  pod: Pod,
  message: string,
  at: string,
): PodStatus => ({
  ...pod.status,
  phase: 'Pending',
  conditions: [
    condition('PodScheduled', 'False', at, 'Unschedulable', message),
  ],
});

const containerStatus = (
  container: Container,
  more: Partial<ContainerStatus>,
): ContainerStatus => ({
  name: container.name,
  image: container.image ?? '',
  imageID: '',
  ready: false,
  started: false,
  restartCount: 0,
  state: {},
  lastState: {},
  ...more,
});

export const creating = (pod: Pod, at: string): PodStatus => {
  const number = fnv1a(pod.spec.nodeName ?? '');
  return {
    ...pod.status,
    phase: 'Pending',
    hostIP: `10.10.${(number >>> 8) % 250}.${(number % 250) + 1}`,
    startTime: at,
    qosClass: 'BestEffort',
    conditions: [
      condition('PodReadyToStartContainers', 'False', at),
      condition('Initialized', 'True', at),
      condition('Ready', 'False', at, 'ContainersNotReady', unready(pod)),
      condition(
        'ContainersReady',
        'False',
        at,
        'ContainersNotReady',
        unready(pod),
      ),
      condition('PodScheduled', 'True', at),
    ],
    containerStatuses: (pod.spec.containers ?? []).map(container =>
      containerStatus(container, {
        state: { waiting: { reason: 'ContainerCreating' } },
      }),
    ),
  };
};

const identified = (pod: Pod, container: Container) => ({
  imageID: `sandbox/${container.image}`,
  containerID: `sandbox://${pod.metadata.uid.replaceAll('-', '')}-${
    container.name
  }`,
});

const addressed = (pod: Pod): Pick<PodStatus, 'podIP' | 'podIPs'> => {
  const number = fnv1a(pod.metadata.uid);
  const podIP = `10.244.${(number >>> 8) % 250}.${(number % 250) + 1}`;
  return { podIP, podIPs: [{ ip: podIP }] };
};

const withConditions = (
  pod: Pod,
  changes: Record<string, Condition>,
): Condition[] =>
  (pod.status.conditions ?? []).map(
    present => changes[present.type] ?? present,
  );

export const running = (pod: Pod, at: string): PodStatus => ({
  ...pod.status,
  ...addressed(pod),
  phase: 'Running',
  conditions: withConditions(pod, {
    PodReadyToStartContainers: condition(
      'PodReadyToStartContainers',
      'True',
      at,
    ),
    Ready: condition('Ready', 'True', at),
    ContainersReady: condition('ContainersReady', 'True', at),
  }),
  containerStatuses: (pod.spec.containers ?? []).map(container =>
    containerStatus(container, {
      ...identified(pod, container),
      ready: true,
      started: true,
      state: { running: { startedAt: at } },
    }),
  ),
});

/** Images that stand in for a program and do nothing: no readiness probe is ever answered. */
const doesNothing = ({ image = '', readinessProbe }: Container) =>
  readinessProbe !== undefined && /(^|\/)pause(:|$)/.test(image);

const readiness = (
  pod: Pod,
  statuses: ContainerStatus[],
  at: string,
): PodStatus => {
  const isReady = statuses.every(({ ready }) => ready);
  const one = (type: string) => {
    const before = podCondition(pod, type);
    if (before?.status === (isReady ? 'True' : 'False')) return before;
    return isReady
      ? condition(type, 'True', at)
      : condition(type, 'False', at, 'ContainersNotReady', unready(pod));
  };
  return {
    ...pod.status,
    conditions: withConditions(pod, {
      Ready: one('Ready'),
      ContainersReady: one('ContainersReady'),
    }),
    containerStatuses: statuses,
  };
};

const ended = (status: ContainerStatus, at: string): ContainerStatus => ({
  ...status,
  ready: false,
  started: false,
  restartCount: status.restartCount + 1,
  state: { waiting: { reason: 'ContainerCreating' } },
  lastState: {
    terminated: status.state.terminated ?? {
      exitCode: 143,
      reason: 'Error',
      startedAt: status.state.running?.startedAt ?? at,
      finishedAt: at,
    },
  },
});

const imageOf = (pod: Pod, name: string) =>
  pod.spec.containers?.find(one => one.name === name);

/** Whether a container has ended, or its image is another than the one that it runs. */
const hasToRestart = (pod: Pod, { name, image, state }: ContainerStatus) =>
  state.terminated !== undefined || imageOf(pod, name)?.image !== image;

/** Whether a container of a running pod has to be started again. */
export const isReplaced = (pod: Pod): boolean =>
  (pod.status.containerStatuses ?? []).some(status =>
    hasToRestart(pod, status),
  );

/** After containers were killed or got another image: they wait to be started. */
export const replaced = (pod: Pod, at: string): PodStatus =>
  readiness(
    pod,
    (pod.status.containerStatuses ?? []).map(status =>
      hasToRestart(pod, status)
        ? {
            ...ended(status, at),
            image: imageOf(pod, status.name)?.image ?? '',
            imageID: '',
          }
        : status,
    ),
    at,
  );

/** Whether a container of a pod that has run once waits to be started again. */
export const isRestarting = (pod: Pod): boolean =>
  (pod.status.containerStatuses ?? []).some(
    ({ state }) => state.waiting?.reason === 'ContainerCreating',
  );

/** After the containers that waited have started. */
export const restarted = (pod: Pod, at: string): PodStatus =>
  readiness(
    pod,
    (pod.status.containerStatuses ?? []).map(status => {
      const container = imageOf(pod, status.name);
      if (!container || !status.state.waiting) return status;
      return {
        ...status,
        ...identified(pod, container),
        ready: !doesNothing(container),
        started: true,
        state: { running: { startedAt: at } },
      };
    }),
    at,
  );

/** Whether all containers of a pod have ended for good. */
export const isFinished = (pod: Pod): boolean =>
  pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';

/** After all containers have ended for good. */
export const finished = (pod: Pod, at: string, exitCode: number): PodStatus => {
  const reason = exitCode === 0 ? 'PodCompleted' : 'PodFailed';
  return {
    ...pod.status,
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    conditions: withConditions(pod, {
      Ready: condition('Ready', 'False', at, reason),
      ContainersReady: condition('ContainersReady', 'False', at, reason),
    }),
    containerStatuses: (pod.spec.containers ?? []).map((container, index) => ({
      ...containerStatus(container, identified(pod, container)),
      state: {
        terminated: {
          exitCode,
          reason: exitCode === 0 ? 'Completed' : 'Error',
          startedAt:
            pod.status.containerStatuses?.[index]?.state.running?.startedAt ??
            at,
          finishedAt: at,
        },
      },
    })),
  };
};

/** After a container has ended once more. */
export const crashed = (pod: Pod, at: string, backOff: number): PodStatus => ({
  ...pod.status,
  ...addressed(pod),
  phase: 'Running',
  conditions: withConditions(pod, {
    PodReadyToStartContainers: condition(
      'PodReadyToStartContainers',
      'True',
      at,
    ),
  }),
  containerStatuses: (pod.spec.containers ?? []).map((container, index) => {
    const last = pod.status.containerStatuses?.[index];
    if (!crashes(container)) {
      return containerStatus(container, {
        ...identified(pod, container),
        ready: true,
        started: true,
        state: last?.state.running
          ? last.state
          : { running: { startedAt: at } },
      });
    }
    return containerStatus(container, {
      ...identified(pod, container),
      restartCount: (last?.restartCount ?? 0) + 1,
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off ${backOff}s restarting failed container=${container.name} pod=${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`,
        },
      },
      lastState: {
        terminated: {
          exitCode: 1,
          reason: 'Error',
          startedAt: at,
          finishedAt: at,
        },
      },
    });
  }),
});
