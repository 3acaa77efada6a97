import { NotAllowedError } from '@backstage/errors';
import {
  Action,
  ActionTypes,
  Channel,
  checkGuardrails,
} from '@slipway/plugin-actions-common';
import { ActionAuthority } from './ActionAuthority';
import { ownerOfBound } from './owner';
import {
  ActionRunnerOptions,
  Acting,
  Owner,
  Place,
  TouchedObject,
} from './types';

/** The part of a command that guardrails are about. */
interface Guarded<A, Ref> extends Acting<A, Ref> {
  channel: Channel;
  typedName: string | undefined;
  /** Only an approval is asked for. */
  asking?: boolean;
}

/** Whether an action may be done where it is, and to what else it touches. */
export class Guardrails<T extends ActionTypes, Ref, A extends Action<T>> {
  constructor(
    private readonly options: Pick<
      ActionRunnerOptions<T, Ref, object, A>,
      'clusters' | 'owners' | 'subject'
    > & { authority: ActionAuthority<T['name']> },
  ) {}

  /**
   * The rules of the environment of a place, and that its cluster takes actions.
   * Without a place the rules of production hold; for agents those of the place
   * that it concerns.
   *
   * @throws InputError, NotAllowedError, NotFoundError
   */
  async requireAt(
    place: Place | undefined,
    asked: Guarded<A, Ref>,
  ): Promise<void> {
    const { subject } = this.options;
    const concerned =
      asked.channel === 'agent' ? await subject.concerns?.(asked.ref) : place;
    this.#check(place ?? concerned, asked);
    if (!place) return;
    await this.#clusters().requireActions(place.cluster);
  }

  /**
   * That the actor may do it to all else that it touches: each object has an
   * entity, the permission is given on it, and the rules of the object's
   * namespace hold.
   *
   * @param main - owner of the subject, on which the permission has been asked
   * @throws NotAllowedError that names the object
   * @throws InputError for a name that was not typed
   */
  async requireTouched(
    asked: Guarded<A, Ref>,
    main: Owner,
    touched: readonly TouchedObject[],
  ): Promise<void> {
    const { owners, subject } = this.options;
    const place = subject.placeOf(asked.ref);
    if (touched.length === 0) return;
    if (!owners || !place) {
      throw new Error(
        `The runner of ${subject.kind} cannot bind what it touches`,
      );
    }
    const namespaces = new Set(
      touched.map(({ metadata }) => metadata.namespace ?? ''),
    );
    for (const namespace of namespaces) {
      this.#check({ cluster: place.cluster, namespace }, asked);
    }
    const others = new Map<string, { owner: Owner; object: string }>();
    for (const { kind, metadata } of touched) {
      const object = `${kind} ${metadata.name}`;
      const owner = ownerOfBound(object, owners.bind(place.cluster, metadata));
      if (owner.by === 'nobody') throw new NotAllowedError(owner.reason);
      if (owner.by !== 'entity') continue;
      if (main.by === 'entity' && main.entityRef === owner.entityRef) continue;
      if (!others.has(owner.entityRef)) {
        others.set(owner.entityRef, { owner, object });
      }
    }
    for (const [entityRef, { owner, object }] of others) {
      await this.options.authority.require(
        asked.action,
        owner,
        `${object} of ${entityRef}`,
        asked.credentials,
      );
    }
  }

  #check(place: Place | undefined, asked: Guarded<A, Ref>): void {
    const { subject } = this.options;
    checkGuardrails({
      action: asked.action,
      environment:
        place && this.#clusters().environmentOf(place.cluster, place.namespace),
      channel: asked.channel,
      kind: subject.kind,
      name: subject.nameOf(asked.ref),
      typedName: asked.typedName,
      link: subject.linkOf?.(asked.ref),
      ...(asked.asking ? { asking: true } : {}),
    });
  }

  #clusters() {
    const { clusters, subject } = this.options;
    if (!clusters) {
      throw new Error(`The runner of ${subject.kind} knows no clusters`);
    }
    return clusters;
  }
}
