import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import {
  assertError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  CHAOS_KINDS,
  ChaosObject,
  deleteFault,
  FaultRef,
  gonePartState,
  PART_LABEL,
  partMemory,
  PartMemory,
  partState,
  projectChaosObject,
  STARTED_BY_ANNOTATION,
  faultPagePath,
} from '@slipway/plugin-chaos-common';
import { ActivityService } from '@slipway/plugin-activity-node';
import { Clusters } from '@slipway/plugin-clusters-node';
import { StartedPart } from '@slipway/plugin-work-common';
import { KeptPart, PartStore } from '../database/PartStore';
import { FaultsService } from '../services/FaultsService';
import { faultRefOf, partLabel, partRef } from './partRef';

export interface PartKeeperOptions {
  activity: Pick<ActivityService, 'platformEvent'>;
  auditor: AuditorService;
  clusters: Pick<Clusters, 'get' | 'write'>;
  faults: FaultsService;
  logger: LoggerService;
  parts: PartStore;
}

/** Where parts stand: by their objects, and by what was kept of those that are gone. */
export class PartKeeper {
  /** Parts by the reference of their object, and what was kept last. */
  readonly #followed = new Map<string, { id: string; kept?: string }>();
  #unsubscribe = () => {};

  static create(options: PartKeeperOptions) {
    return new PartKeeper(options);
  }

  private constructor(private readonly options: PartKeeperOptions) {}

  /** Follows the parts that are not gone, also those that were started before the portal was. */
  async start(): Promise<void> {
    for (const { id, ref } of await this.options.parts.live()) {
      this.follow(id, ref);
    }
    this.#unsubscribe = this.options.faults.subscribe(change => {
      if (change.type === 'upsert') this.#look(partRef(change.row.ref));
      if (change.type === 'all') {
        [...this.#followed.keys()].forEach(ref => this.#look(ref));
      }
    });
  }

  stop() {
    this.#unsubscribe();
  }

  follow(id: string, ref: string) {
    if (!this.#followed.has(ref)) this.#followed.set(ref, { id });
  }

  /** Deletes what is kept of a part. Its object is left alone. */
  async forget({ id, ref }: Pick<KeptPart, 'id' | 'ref'>): Promise<void> {
    this.#followed.delete(ref);
    await this.options.parts.delete(id);
  }

  /** Keeps what the object says now, before it is gone. */
  #look(ref: string) {
    if (!this.#followed.has(ref)) return;
    const object = this.options.faults.find(faultRefOf(ref));
    if (!object) return;
    this.#remember(ref, object).catch(error =>
      this.options.logger.warn(
        `What became of ${ref} could not be kept, will try again: ${error}`,
      ),
    );
  }

  async #remember(ref: string, object: ChaosObject): Promise<PartMemory> {
    const { faults, parts } = this.options;
    const part = await parts.byRef(ref);
    const row = faults.rowOf(faultRefOf(ref).cluster, object);
    const memory = row ? partMemory(object, row, part?.memory ?? {}) : {};
    const followed = this.#followed.get(ref);
    const text = JSON.stringify(memory);
    if (part && followed && followed.kept !== text) {
      await parts.seen(part.id, memory);
      followed.kept = text;
    }
    return memory;
  }

  /**
   * @throws NotFoundError when there is no such part and none has been
   * @throws ServiceUnavailableError when the cluster does not answer
   */
  async state(ref: string): Promise<StartedPart> {
    const { faults, parts } = this.options;
    const at = faultRefOf(ref);
    const part = await parts.byRef(ref);
    const common = { ref, path: faultPagePath(at) };
    if (part?.goneAt) {
      return { ...common, ...gonePartState(part.memory, part.goneAt) };
    }
    const object = await this.#object(at);
    if (!object) {
      if (!part) throw new NotFoundError(`There is no part ${ref}.`);
      const goneAt = new Date().toISOString();
      await parts.gone(part.id, goneAt);
      this.#followed.delete(ref);
      return { ...common, ...gonePartState(part.memory, goneAt) };
    }
    if (part) this.follow(part.id, ref);
    const memory = await this.#remember(ref, object);
    const row = faults.rowOf(at.cluster, object);
    if (!row) throw new NotFoundError(`There is no part ${ref}.`);
    return { ...common, ...partState(object, row, memory, Date.now()) };
  }

  /** What was started under an id: by what was kept, else by the label of an object. */
  async find(id: string): Promise<StartedPart | undefined> {
    const { faults, parts } = this.options;
    const part = await parts.byId(id);
    if (part?.launched) return this.state(part.ref);
    if (part) {
      const object = await this.#object(faultRefOf(part.ref));
      return object && this.state(part.ref);
    }
    const label = partLabel(id);
    const found = faults
      .objects()
      .find(({ object }) => object.metadata.labels?.[PART_LABEL] === label);
    const row = found && faults.rowOf(found.cluster, found.object);
    return row && this.state(partRef(row.ref));
  }

  /** Deletes the object, with an audit event of its own. Safe to call again. */
  async end(ref: string, reason: string): Promise<void> {
    const { auditor, clusters, parts } = this.options;
    const at = faultRefOf(ref);
    const part = await parts.byRef(ref);
    if (part?.goneAt) return;
    const object = await this.#object(at);
    if (!object || object.metadata.deletionTimestamp) return;
    const actor = part?.startedBy ?? starterOf(object);
    const event = await auditor.createEvent({
      eventId: 'stop-part',
      severityLevel: 'high',
      meta: { target: ref, reason, startedBy: actor.userEntityRef },
    });
    if (part) await parts.stopping(part.id, reason);
    try {
      await clusters.write(at.cluster, deleteFault(object), actor);
      await event.success();
    } catch (error) {
      assertError(error);
      if (error.name === 'NotFoundError') {
        await event.success();
        return;
      }
      await event.fail({ error });
      throw error;
    }
    await this.#record(at, object, reason, part);
  }

  async #record(
    ref: FaultRef,
    { metadata }: ChaosObject,
    reason: string,
    part: KeptPart | undefined,
  ) {
    const { activity, faults, logger } = this.options;
    const object = faults.find(ref);
    const bound = object && faults.boundOf(ref.cluster, object);
    try {
      await activity.platformEvent({
        plugin: 'chaos',
        type: 'stop',
        key: `${ref.cluster}/${metadata.uid}/stop-part`,
        at: new Date().toISOString(),
        target: {
          ...ref,
          uid: metadata.uid,
          ...(bound?.entity.state === 'bound'
            ? { entityRef: bound.entity.entityRef }
            : {}),
        },
        summary: `Stopped ${ref.kind} ${ref.name}: ${reason}`,
        severity: 'warning',
        ...(part ? { after: { part: part.id } } : {}),
      });
    } catch (error) {
      // The fault is stopped, and the audit log says so.
      logger.warn(`The stop of ${partRef(ref)} is not in the record: ${error}`);
    }
  }

  /** The object as it is now; undefined when there is none. The watch may be behind: what it lacks is asked for. */
  async #object(ref: FaultRef): Promise<ChaosObject | undefined> {
    const { clusters, faults } = this.options;
    const freshness = faults.freshnessOf(ref.kind, ref.cluster);
    const cached = freshness?.state === 'live' ? faults.find(ref) : undefined;
    if (cached) return cached;
    try {
      const raw = await clusters.get<Record<string, unknown>>(
        CHAOS_KINDS[ref.kind].resource,
        ref,
      );
      return { ...projectChaosObject(raw), kind: ref.kind };
    } catch (error) {
      assertError(error);
      if (error.name === 'NotFoundError') return undefined;
      throw new ServiceUnavailableError(
        `${ref.kind} ${ref.name} cannot be read now: ${error.message}`,
      );
    }
  }
}

/** Who launched an object that no row of ours knows. */
function starterOf({ metadata }: ChaosObject) {
  const user = metadata.annotations?.[STARTED_BY_ANNOTATION] ?? '';
  return { userEntityRef: user, ownershipEntityRefs: user ? [user] : [] };
}
