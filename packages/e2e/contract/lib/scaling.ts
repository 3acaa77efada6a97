import { ResourceId } from '@slipway/plugin-clusters-common';
import { SCALED_OBJECTS } from '@slipway/plugin-loadtest-backend/kubernetesObjects';
import { DEPLOYMENTS, EVENTS } from '@slipway/plugin-rollouts-common';
import { Answer, Api, ApiError } from './api';
import { at, isRecord, Json } from './json';
import { until } from './until';

export { SCALED_OBJECTS };

export const HPAS: ResourceId = {
  group: 'autoscaling',
  version: 'v2',
  plural: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
};

/** Annotations with which scaling is paused. */
export const PAUSED = 'autoscaling.keda.sh/paused';
export const PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';
export const PAUSED_SCALE_IN = 'autoscaling.keda.sh/paused-scale-in';

export interface ConditionNow {
  status: string;
  reason?: string;
  message?: string;
}

/** A ScaledObject, or the autoscaler of one, as it was read. */
export interface ObjectNow {
  raw: Json;
  /** By type. */
  conditions: Record<string, ConditionNow>;
}

const textOf = (value: unknown) =>
  typeof value === 'string' ? value : undefined;

function objectOf(raw: Json): ObjectNow {
  const conditions = at(raw, 'status', 'conditions');
  return {
    raw,
    conditions: Object.fromEntries(
      (Array.isArray(conditions) ? conditions.filter(isRecord) : []).map(
        ({ type, status, reason, message }) => [
          String(type),
          {
            status: String(status),
            reason: textOf(reason),
            message: textOf(message),
          },
        ],
      ),
    ),
  };
}

/** Whether a condition is so, for this reason. */
export const is = (
  { conditions }: ObjectNow,
  type: string,
  status: string,
  reason: string,
) => conditions[type]?.status === status && conditions[type]?.reason === reason;

/** Neither direction waits for older wishes. */
export const AT_ONCE: Json = {
  horizontalPodAutoscalerConfig: {
    behavior: {
      scaleUp: { stabilizationWindowSeconds: 0 },
      scaleDown: { stabilizationWindowSeconds: 0 },
    },
  },
};

/** One namespace of a cluster with KEDA. The Deployment `source` is what triggers count. */
export class Scaling {
  constructor(readonly api: Api, readonly namespace: string) {}

  async deployment(name: string, replicas: number): Promise<void> {
    const labels = { app: name };
    await this.api.create(DEPLOYMENTS, this.namespace, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 1,
            containers: [{ name: 'app', image: 'example.test/app:1' }],
          },
        },
      },
    });
  }

  /** Scales as a user does. */
  async scale(name: string, replicas: number): Promise<void> {
    await this.api.merge(DEPLOYMENTS, this.namespace, name, {
      spec: { replicas },
    });
  }

  /** What the triggers measure from now on: pods of the Deployment `source`. */
  measure(value: number): Promise<void> {
    return this.scale('source', value);
  }

  async replicas(name: string): Promise<number> {
    return Number(
      at(
        await this.api.get(DEPLOYMENTS, this.namespace, name),
        'spec',
        'replicas',
      ),
    );
  }

  async untilReplicas(name: string, count: number): Promise<void> {
    await until(
      `${count} replicas of ${name}`,
      () => this.replicas(name),
      found => found === count,
    );
  }

  /** Counts the pods of `source`; a replica for each `value` of them. */
  trigger(value: number): Json {
    return {
      type: 'kubernetes-workload',
      metadata: { podSelector: 'app=source', value: String(value) },
    };
  }

  /** Name of the metric of {@link trigger}, where it is the first one. */
  get metric(): string {
    return `s0-workload-${this.namespace}`;
  }

  body(name: string, spec: Json, metadata: Json = {}): Json {
    return {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { ...metadata, name, namespace: this.namespace },
      spec: { scaleTargetRef: { name }, pollingInterval: 1, ...spec },
    };
  }

  /** Makes a ScaledObject for the Deployment of the same name, unless the spec names another one. */
  create(name: string, spec: Json, metadata: Json = {}): Promise<Json> {
    return this.api.create(
      SCALED_OBJECTS,
      this.namespace,
      this.body(name, spec, metadata),
    );
  }

  /** Tries to create a ScaledObject; nothing is kept. */
  tryToCreate(name: string, spec: Json): Promise<Answer> {
    const { group, version, plural } = SCALED_OBJECTS;
    return this.api.raw({
      method: 'POST',
      path: `/apis/${group}/${version}/namespaces/${this.namespace}/${plural}?dryRun=All`,
      body: this.body(name, spec),
    });
  }

  async untilRefused(name: string, spec: Json): Promise<void> {
    await until(
      `ScaledObject ${name}: refused`,
      () => this.tryToCreate(name, spec),
      ({ status }) => status !== 201,
    );
  }

  merge(name: string, body: Json): Promise<Json> {
    return this.api.merge(SCALED_OBJECTS, this.namespace, name, body);
  }

  /** Sets or removes an annotation. */
  async annotate(
    name: string,
    annotation: string,
    value: string | null,
  ): Promise<void> {
    await this.merge(name, {
      metadata: { annotations: { [annotation]: value } },
    });
  }

  until(
    name: string,
    what: string,
    wanted: (scaled: ObjectNow) => boolean,
  ): Promise<ObjectNow> {
    return until(
      `ScaledObject ${name}: ${what}`,
      async () =>
        objectOf(await this.api.get(SCALED_OBJECTS, this.namespace, name)),
      wanted,
    );
  }

  /** An object of the namespace; undefined when there is none. */
  async find(resource: ResourceId, name: string): Promise<Json | undefined> {
    try {
      return await this.api.get(resource, this.namespace, name);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async untilHpa(
    name: string,
    what = 'there',
    wanted: (hpa: ObjectNow) => boolean = () => true,
  ): Promise<ObjectNow> {
    const found = await until(
      `HorizontalPodAutoscaler ${name}: ${what}`,
      async () => {
        const raw = await this.find(HPAS, name);
        return raw && objectOf(raw);
      },
      hpa => hpa !== undefined && wanted(hpa),
    );
    return found!;
  }

  async untilGone(resource: ResourceId, name: string): Promise<void> {
    await until(
      `${resource.kind} ${name}: gone`,
      () => this.find(resource, name),
      found => found === undefined,
    );
  }

  /**
   * Waits for the event about a step that KEDA takes itself, not the
   * autoscaler. Its requests have seconds to be answered: on a busy machine it
   * calls one failed that the API server carried out.
   */
  untilStep(
    name: string,
    { reason, done, late }: { reason: string; done: string; late: string },
  ): Promise<void> {
    return this.untilEvent(
      'ScaledObject',
      name,
      new RegExp(`^${reason}$`),
      new RegExp(`^(?:${done}|${late}: .*context deadline exceeded)$`),
    );
  }

  async untilEvent(
    kind: string,
    name: string,
    reason: string | RegExp,
    message: RegExp,
  ): Promise<void> {
    await until(
      `event ${reason} of ${kind} ${name}`,
      async () =>
        (
          await this.api.list(EVENTS, this.namespace)
        ).map(event => ({
          kind: at(event, 'involvedObject', 'kind'),
          name: at(event, 'involvedObject', 'name'),
          reason: String(event.reason),
          message: String(event.message),
        })),
      events =>
        events.some(
          event =>
            event.kind === kind &&
            event.name === name &&
            (typeof reason === 'string'
              ? event.reason === reason
              : reason.test(event.reason)) &&
            message.test(event.message),
        ),
    );
  }

  async delete(name: string): Promise<void> {
    await this.api.delete(SCALED_OBJECTS, this.namespace, name);
    await this.untilGone(SCALED_OBJECTS, name);
  }

  /** Deletes every ScaledObject: the operator takes its finalizer away only while the namespace is there. */
  async clear(): Promise<void> {
    for (const scaled of await this.api.list(SCALED_OBJECTS, this.namespace)) {
      await this.delete(String(at(scaled, 'metadata', 'name')));
    }
  }
}

/** A scenario about scaling, in a namespace of its own. */
export interface ScalingScenario {
  id: string;
  title: string;
  run(scaling: Scaling): Promise<void>;
}
