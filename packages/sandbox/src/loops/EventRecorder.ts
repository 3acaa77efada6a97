import { ApiError, Clock } from '@slipway/kube-sim';
import { EventObject, Owner } from './model';
import { Objects } from './Objects';
import { stamp } from './time';

/** How long an API server keeps Events, ms. */
const KEPT = 3_600_000;

/**
 * Writes Events as the real recorders do: the same thing said again raises
 * the count of the Event that is there. Events older than an hour go.
 */
export class EventRecorder {
  /** Newest last. */
  readonly #known = new Map<
    string,
    { namespace: string; name: string; last: number }
  >();
  #serial = 0;
  #read = false;

  constructor(
    private readonly objects: Objects,
    private readonly clock: Clock,
  ) {}

  #key(
    uid: string,
    component: string,
    type: string,
    reason: string,
    message: string,
  ) {
    return [uid, component, type, reason, message].join('\n');
  }

  #readExisting(): void {
    if (this.#read) return;
    this.#read = true;
    const events = this.objects.events
      .list()
      .sort(
        (left, right) =>
          Date.parse(left.lastTimestamp) - Date.parse(right.lastTimestamp),
      );
    for (const event of events) {
      this.#known.set(
        this.#key(
          event.involvedObject?.uid,
          event.source?.component,
          event.type,
          event.reason,
          event.message,
        ),
        {
          namespace: event.metadata.namespace ?? 'default',
          name: event.metadata.name,
          last: Date.parse(event.lastTimestamp),
        },
      );
    }
  }

  #expire(now: number): void {
    for (const [key, { namespace, name, last }] of this.#known) {
      if (last > now - KEPT) break;
      this.#known.delete(key);
      const event = this.objects.events.get(namespace, name);
      if (event) this.objects.events.delete(event);
    }
  }

  /** @param component - who says it, e.g. `rollouts-controller` */
  record(
    object: Owner,
    component: string,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    if (!this.objects.events.type) return;
    this.#readExisting();
    const now = this.clock.now();
    this.#expire(now.getTime());
    const { metadata } = object;
    const namespace = metadata.namespace ?? 'default';
    const key = this.#key(metadata.uid, component, type, reason, message);
    const known = this.#known.get(key);
    this.#known.delete(key);
    const existing = known && this.objects.events.get(namespace, known.name);
    if (known && existing) {
      this.objects.events.update({
        ...existing,
        lastTimestamp: stamp(now),
        count: existing.count + 1,
      });
      this.#known.set(key, { ...known, last: now.getTime() });
      return;
    }
    for (;;) {
      this.#serial += 1;
      const name = `${metadata.name}.${(
        BigInt(now.getTime()) * 1_000_000n +
        BigInt(this.#serial)
      ).toString(16)}`;
      try {
        this.objects.events.create({
          metadata: { name, namespace },
          involvedObject: {
            apiVersion: object.apiVersion,
            kind: object.kind,
            name: metadata.name,
            namespace: metadata.namespace,
            uid: metadata.uid,
            resourceVersion: metadata.resourceVersion,
          },
          reason,
          message,
          type,
          source: { component },
          reportingComponent: component,
          reportingInstance: '',
          firstTimestamp: stamp(now),
          lastTimestamp: stamp(now),
          eventTime: null,
          count: 1,
        } satisfies Omit<EventObject, 'apiVersion' | 'kind' | 'metadata'> & {
          metadata: { name: string; namespace: string };
        });
      } catch (error) {
        if (error instanceof ApiError && error.reason === 'AlreadyExists') {
          continue;
        }
        // A namespace that goes away takes its Events with it.
        if (error instanceof ApiError && error.code < 500) return;
        throw error;
      }
      this.#known.set(key, { namespace, name, last: now.getTime() });
      return;
    }
  }
}
