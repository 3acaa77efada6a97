import { ResourceId } from '@slipway/plugin-clusters-common';
import {
  CHAOS_API_VERSION,
  CHAOS_GROUP,
  CHAOS_KINDS,
  CHAOS_VERSION,
  faultState,
  FaultState,
  LaunchKind,
  projectChaosObject,
} from '@slipway/plugin-chaos-common';
import { DEPLOYMENTS, EVENTS, PODS } from '@slipway/plugin-rollouts-common';
import { Answer, Api, ApiError } from './api';
import { at, isRecord, Json } from './json';
import { As, headersAs } from './objects';
import { until } from './until';

/** Pauses a fault while it is there. */
export const PAUSE = 'experiment.chaos-mesh.org/pause';
/** `forced` is to give up what holds a deletion back. */
export const CLEAN = 'chaos-mesh.chaos-mesh.org/cleanFinalizer';

/** Kinds that the controller makes for itself. */
export const internalKind = (kind: string, plural: string): ResourceId => ({
  group: CHAOS_GROUP,
  version: CHAOS_VERSION,
  plural,
  kind,
});

/** What happened to one target. */
export interface FaultRecord {
  id: string;
  phase: string;
  selectorKey: string;
  injectedCount: number;
  recoveredCount: number;
  events: Array<{ type: string; operation: string; message?: string }>;
}

/** A fault as it was read. */
export interface Fault {
  raw: Json;
  /** `Run` or `Stop`; undefined before the controller has looked at it. */
  desiredPhase: string | undefined;
  /** Status of each condition that is there: `True` or `False`. */
  conditions: Record<string, string>;
  records: FaultRecord[];
  /** What the portal says of it. */
  state: FaultState;
}

const listOf = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

const textOf = (value: unknown) =>
  typeof value === 'string' ? value : undefined;

/** Reads what the controller says in the status, and what the portal makes of it now. */
export function faultOf(raw: Json): Fault {
  const records = listOf(at(raw, 'status', 'experiment', 'containerRecords'));
  return {
    raw,
    state: faultState(projectChaosObject(raw), Date.now()),
    desiredPhase: textOf(at(raw, 'status', 'experiment', 'desiredPhase')),
    conditions: Object.fromEntries(
      listOf(at(raw, 'status', 'conditions')).map(({ type, status }) => [
        String(type),
        String(status),
      ]),
    ),
    records: records.map(record => ({
      id: String(record.id),
      phase: String(record.phase),
      selectorKey: String(record.selectorKey),
      injectedCount: Number(record.injectedCount),
      recoveredCount: Number(record.recoveredCount),
      events: listOf(record.events).map(event => ({
        type: String(event.type),
        operation: String(event.operation),
        message: textOf(event.message),
      })),
    })),
  };
}

/** Every target is hit. */
export const isInjected = ({ conditions }: Fault) =>
  conditions.Selected === 'True' && conditions.AllInjected === 'True';

/** It was over for every target after it had been there: `AllRecovered` alone is true before as well. */
export const isRecovered = ({ conditions, records }: Fault) =>
  conditions.AllRecovered === 'True' &&
  records.length > 0 &&
  records.every(
    ({ injectedCount, recoveredCount }) =>
      injectedCount > 0 && injectedCount === recoveredCount,
  );

/** A pod as scenarios look at it. */
export interface PodNow {
  name: string;
  uid: string;
  images: string[];
  ready: boolean;
  node: string;
}

const podOf = (raw: Json): PodNow => ({
  name: String(at(raw, 'metadata', 'name')),
  uid: String(at(raw, 'metadata', 'uid')),
  images: listOf(at(raw, 'spec', 'containers')).map(({ image }) =>
    String(image),
  ),
  ready: listOf(at(raw, 'status', 'conditions')).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  ),
  node: String(at(raw, 'spec', 'nodeName')),
});

/** Image of the pods that scenarios make. */
export const APP_IMAGE = 'example.test/app:1';

/** One namespace of a cluster with Chaos Mesh. */
export class Faults {
  constructor(readonly api: Api, readonly namespace: string) {}

  /** Selects the pods of one app in this namespace. */
  selector(app: string, more: Json = {}): Json {
    return {
      namespaces: [this.namespace],
      labelSelectors: { app },
      ...more,
    };
  }

  /** Makes a Deployment and waits until its pods are ready. */
  async app(
    name: string,
    replicas: number,
    spec: Json = {},
    moreLabels: Json = {},
    annotations: Json = {},
  ): Promise<PodNow[]> {
    const labels = { ...moreLabels, app: name };
    await this.api.create(DEPLOYMENTS, this.namespace, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: {
        replicas,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels, annotations },
          spec: {
            terminationGracePeriodSeconds: 1,
            containers: [
              {
                name: 'app',
                image: APP_IMAGE,
                readinessProbe: { httpGet: { path: '/', port: 8080 } },
              },
            ],
            ...spec,
          },
        },
      },
    });
    return this.untilPods(
      name,
      `${replicas} ready`,
      pods => pods.length === replicas && pods.every(({ ready }) => ready),
    );
  }

  /** Pods of an app that are not being deleted. */
  async pods(app: string): Promise<PodNow[]> {
    return (await this.api.list(PODS, this.namespace))
      .filter(
        pod =>
          at(pod, 'metadata', 'labels', 'app') === app &&
          at(pod, 'metadata', 'deletionTimestamp') === undefined,
      )
      .map(podOf);
  }

  /** Pods of the namespace as they are now, whole. */
  allPods(): Promise<Json[]> {
    return this.api.list(PODS, this.namespace);
  }

  async untilPods(
    app: string,
    what: string,
    wanted: (pods: PodNow[]) => boolean,
  ): Promise<PodNow[]> {
    return until(`pods of ${app}: ${what}`, () => this.pods(app), wanted);
  }

  /** The body of a fault. */
  body(kind: LaunchKind, name: string, spec: Json, metadata: Json = {}): Json {
    return {
      apiVersion: CHAOS_API_VERSION,
      kind,
      metadata: { ...metadata, name, namespace: this.namespace },
      spec,
    };
  }

  async launch(
    kind: LaunchKind,
    name: string,
    spec: Json,
    metadata: Json = {},
  ): Promise<Json> {
    return this.api.create(
      CHAOS_KINDS[kind].resource,
      this.namespace,
      this.body(kind, name, spec, metadata),
    );
  }

  /** The body of an object of any kind of Chaos Mesh. */
  object({ kind }: ResourceId, name: string, spec: Json): Json {
    return {
      apiVersion: CHAOS_API_VERSION,
      kind,
      metadata: { name, namespace: this.namespace },
      spec,
    };
  }

  /** Tries to create an object of any kind; nothing is kept. */
  tryObject(
    resource: ResourceId,
    name: string,
    spec: Json,
    as?: As,
  ): Promise<Answer> {
    const { group, version, plural } = resource;
    return this.api.raw({
      method: 'POST',
      path: `/apis/${group}/${version}/namespaces/${this.namespace}/${plural}?dryRun=All`,
      body: this.object(resource, name, spec),
      ...(as ? { headers: headersAs(as) } : {}),
    });
  }

  /** Tries to create a fault, as somebody else where asked for; nothing is kept. */
  tryToCreate(
    kind: LaunchKind,
    name: string,
    spec: Json,
    as?: As,
  ): Promise<Answer> {
    return this.tryObject(CHAOS_KINDS[kind].resource, name, spec, as);
  }

  async read(kind: LaunchKind, name: string): Promise<Fault> {
    return faultOf(
      await this.api.get(CHAOS_KINDS[kind].resource, this.namespace, name),
    );
  }

  until(
    kind: LaunchKind,
    name: string,
    what: string,
    wanted: (fault: Fault) => boolean,
  ): Promise<Fault> {
    return until(
      `${kind} ${name}: ${what}`,
      () => this.read(kind, name),
      wanted,
    );
  }

  /** Sets or removes an annotation of a fault. */
  async annotate(
    kind: LaunchKind,
    name: string,
    annotation: string,
    value: string | null,
  ): Promise<void> {
    await this.api.merge(CHAOS_KINDS[kind].resource, this.namespace, name, {
      metadata: { annotations: { [annotation]: value } },
    });
  }

  /** Takes the finalizer away: nobody recovers what it held on to. */
  async release(kind: LaunchKind, name: string): Promise<void> {
    await this.api.merge(CHAOS_KINDS[kind].resource, this.namespace, name, {
      metadata: { finalizers: [] },
    });
  }

  async delete(kind: LaunchKind, name: string): Promise<void> {
    await this.api.delete(CHAOS_KINDS[kind].resource, this.namespace, name);
  }

  async untilGone(kind: LaunchKind, name: string): Promise<void> {
    await until(
      `${kind} ${name}: gone`,
      () => this.exists(CHAOS_KINDS[kind].resource, name),
      exists => !exists,
    );
  }

  async exists(resource: ResourceId, name: string): Promise<boolean> {
    try {
      await this.api.get(resource, this.namespace, name);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return false;
      throw error;
    }
  }

  list(resource: ResourceId): Promise<Json[]> {
    return this.api.list(resource, this.namespace);
  }

  untilListed(
    resource: ResourceId,
    what: string,
    wanted: (objects: Json[]) => boolean,
  ): Promise<Json[]> {
    return until(
      `${resource.plural}: ${what}`,
      () => this.list(resource),
      wanted,
    );
  }

  /** Reasons and messages of the events about one object, as they come. */
  async untilEvent(
    kind: string,
    name: string,
    reason: string,
    message: RegExp,
  ): Promise<void> {
    await until(
      `event ${reason} of ${kind} ${name}`,
      () => this.api.list(EVENTS, this.namespace),
      events =>
        events.some(
          event =>
            at(event, 'involvedObject', 'kind') === kind &&
            at(event, 'involvedObject', 'name') === name &&
            event.reason === reason &&
            message.test(String(event.message)),
        ),
    );
  }

  /** Deletes every fault and takes away what holds one back, so that the namespace can go. */
  async clear(): Promise<void> {
    const unlessGone = (error: unknown) => {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    };
    for (const { resource } of Object.values(CHAOS_KINDS)) {
      // A kind that is not served has no objects.
      const objects = (await this.list(resource).catch(unlessGone)) ?? [];
      for (const object of objects) {
        const name = String(at(object, 'metadata', 'name'));
        await this.api.delete(resource, this.namespace, name).catch(unlessGone);
        await this.api
          .merge(resource, this.namespace, name, {
            metadata: { finalizers: [] },
          })
          .catch(unlessGone);
      }
    }
  }
}

/** A scenario about faults, in a namespace of its own. */
export interface FaultScenario {
  id: string;
  title: string;
  /** The sandbox does not do this yet: it runs on the real controller only. */
  realOnly?: true;
  run(faults: Faults): Promise<void>;
}
