import { isError } from '@backstage/errors';
import {
  Actor,
  CreateWrite,
  KubeObject,
  ObjectRef,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Definition } from '@slipway/plugin-environments-common';
import { z } from 'zod/v3';
import { NAME_LABEL } from '../process/inputs';
import {
  namespaceOf,
  NAMESPACES,
  objectsOf,
  ROLLOUTS,
  SERVICES,
} from './objects';
import { ServiceInstaller } from './SimulatedRunner';

/** The identity of the runner: the cluster decides what it may do. */
const RUNNER: Actor = {
  userEntityRef: 'user:default/environments-runner',
  ownershipEntityRefs: ['user:default/environments-runner'],
};

const IMAGE = '/spec/template/spec/containers/0/image';
const rolloutSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({ containers: z.array(z.object({ image: z.string() })) }),
    }),
  }),
});
const imageOf = (rollout: unknown) =>
  rolloutSchema.safeParse(rollout).data?.spec.template.spec.containers.at(0)
    ?.image;

/** Installs the services of an environment in a cluster of the portal, in a namespace of its own. Each call can be repeated. */
export class ClusterInstaller implements ServiceInstaller {
  constructor(
    private readonly options: {
      clusters: Pick<Clusters, 'get' | 'listFresh' | 'write'>;
      cluster: string;
    },
  ) {}

  async diff(definition: Definition): Promise<string> {
    const lines: string[] = [];
    for (const write of this.#wanted(definition)) {
      const { namespace, name, resource } = write;
      const there = await this.#find(resource, namespace, name);
      const change = there ? changeOf(there, write) : 'added';
      if (change)
        lines.push(`${namespace}, ${name}, ${resource.kind}: ${change}`);
    }
    for (const { resource, object } of await this.#surplus(definition)) {
      lines.push(
        `${definition.name}, ${object.metadata.name}, ${resource.kind}: removed`,
      );
    }
    return lines.map(line => `${line}\n`).join('');
  }

  async sync(definition: Definition): Promise<string[]> {
    const { clusters, cluster } = this.options;
    const done: string[] = [];
    const writes = [namespaceOf(definition), ...this.#wanted(definition)];
    for (const write of writes) {
      const { resource, namespace, name } = write;
      const there = await this.#find(resource, namespace, name);
      if (there) {
        if (changeOf(there, write) === undefined) continue;
        await clusters.write(
          cluster,
          {
            verb: 'patch',
            resource,
            namespace,
            name,
            operations: [
              { op: 'replace', path: IMAGE, value: imageOf(write.object) },
            ],
          },
          RUNNER,
        );
      } else {
        await clusters.write(cluster, write, RUNNER);
      }
      done.push(`${resource.kind} ${name}: ${there ? 'changed' : 'created'}`);
    }
    for (const one of await this.#surplus(definition)) {
      await this.#delete(one.resource, one.object);
      done.push(`${one.resource.kind} ${one.object.metadata.name}: deleted`);
    }
    return done;
  }

  async destroy(definition: Definition): Promise<string[]> {
    const done: string[] = [];
    const nothing = { ...definition, services: {} };
    for (const { resource, object } of await this.#surplus(nothing)) {
      await this.#delete(resource, object);
      done.push(`${resource.kind} ${object.metadata.name}: deleted`);
    }
    const namespace = await this.#find(NAMESPACES, '', definition.name);
    // Only a namespace that was made for it.
    if (namespace?.metadata.labels?.[NAME_LABEL] === definition.name) {
      await this.#delete(NAMESPACES, namespace);
      done.push(`Namespace ${definition.name}: deleted`);
    }
    return done;
  }

  #wanted(definition: Definition): CreateWrite[] {
    return Object.keys(definition.services)
      .sort()
      .flatMap(service => objectsOf(definition, service));
  }

  /** Objects of the environment that its definition does not ask for. */
  async #surplus(
    definition: Definition,
  ): Promise<Array<{ resource: ResourceId; object: KubeObject }>> {
    const { clusters, cluster } = this.options;
    const wanted = new Set(
      this.#wanted(definition).map(
        ({ resource, name }) => `${resource.kind} ${name}`,
      ),
    );
    const scope = {
      cluster,
      namespace: definition.name,
      labelSelector: `${NAME_LABEL}=${definition.name}`,
    };
    const found = await Promise.all(
      [ROLLOUTS, SERVICES].map(async resource =>
        (
          await clusters.listFresh<KubeObject>(resource, scope)
        ).map(object => ({
          resource,
          object,
        })),
      ),
    );
    return found
      .flat()
      .filter(
        ({ resource, object }) =>
          !wanted.has(`${resource.kind} ${object.metadata.name}`),
      );
  }

  async #delete(resource: ResourceId, object: KubeObject): Promise<void> {
    const { name, namespace = '', uid } = object.metadata;
    await this.options.clusters.write(
      this.options.cluster,
      {
        verb: 'delete',
        resource,
        namespace,
        name,
        propagationPolicy: 'Background',
        preconditions: { uid },
      },
      RUNNER,
    );
  }

  async #find(
    resource: ResourceId,
    namespace: string,
    name: string,
  ): Promise<KubeObject | undefined> {
    const ref: ObjectRef = { cluster: this.options.cluster, namespace, name };
    try {
      return await this.options.clusters.get<KubeObject>(resource, ref);
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') return undefined;
      throw error;
    }
  }
}

/** How an object that is there differs; undefined: it does not. */
function changeOf(there: KubeObject, { resource, object }: CreateWrite) {
  if (resource.kind !== 'Rollout') return undefined;
  return imageOf(there) === imageOf(object) ? undefined : 'changed';
}
