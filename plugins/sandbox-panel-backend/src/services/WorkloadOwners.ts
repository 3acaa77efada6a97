import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import { EntityBinding, ObjectRef } from '@slipway/plugin-clusters-common';
import { RolloutList } from '@slipway/plugin-rollouts-common';

const TIMEOUT_MS = 5_000;

/** The catalog entity of a workload, and its owner. */
export interface Ownership {
  entity: EntityBinding;
  ownerRef?: string;
}

const keyOf = ({ cluster, namespace, name }: ObjectRef) =>
  `${cluster}/${namespace}/${name}`;

/**
 * Which entity owns a workload, as the rollouts backend found it in the
 * cluster: never from what a caller says.
 */
export class WorkloadOwners {
  static create(options: { auth: AuthService; discovery: DiscoveryService }) {
    return new WorkloadOwners(options.auth, options.discovery);
  }

  private constructor(
    private readonly auth: AuthService,
    private readonly discovery: DiscoveryService,
  ) {}

  /**
   * Reads all workloads with the rights of the person.
   *
   * @returns finds the owner of one; undefined when nobody has seen the workload
   * @throws ServiceUnavailableError when the rollouts backend does not answer
   */
  async read(
    credentials: BackstageCredentials,
  ): Promise<(ref: ObjectRef) => Ownership | undefined> {
    const { items } = await this.#list(credentials);
    const owners = new Map<string, Ownership>(
      items.map(({ ref, entity, ownerRef }) => [
        keyOf(ref),
        { entity, ownerRef },
      ]),
    );
    return ref => owners.get(keyOf(ref));
  }

  async #list(credentials: BackstageCredentials): Promise<RolloutList> {
    const { token } = await this.auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: 'rollouts',
    });
    try {
      const base = await this.discovery.getBaseUrl('rollouts');
      const response = await fetch(`${base}/v1/rollouts`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) throw await ResponseError.fromResponse(response);
      return await response.json();
    } catch (error) {
      throw new ServiceUnavailableError(
        'The owners of the services cannot be read',
        error,
      );
    }
  }
}
