import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  PartCheck,
  PartKind,
  PartOrder,
  StartedPart,
} from '@slipway/plugin-work-common';
import { WorkProvider, WorkRegistry } from '@slipway/plugin-work-node';

/** A provider of parts whose parts do what a test says. */
export class FakeParts {
  /** Parts by the id of their order. */
  readonly parts = new Map<string, StartedPart>();
  readonly orders: Array<PartOrder & { id: string }> = [];
  readonly stops: Array<{ ref: string; reason: string }> = [];
  check: PartCheck = {
    refusals: [],
    warnings: [],
    touches: ['1 of 4 pods of orders'],
    durationSeconds: 30,
  };
  /** The next start is refused with this. */
  refuse: Error | undefined;
  /** Every question is answered with this. */
  down: Error | undefined;
  /** What a start answers at once. */
  started: Partial<StartedPart> = {};
  /** When it is asked to stop. */
  onStop: (ref: string) => void = ref =>
    this.set(ref, { phase: 'ended', outcome: 'stopped' });

  constructor(readonly kind: PartKind) {}

  /** The provider, for a {@link WorkRegistry}. */
  get provider(): WorkProvider {
    return {
      plugin: this.kind === 'load' ? 'loadtest' : 'chaos',
      running: () => [],
      onChange: () => () => {},
      parts: {
        kind: this.kind,
        offers: async () => [
          {
            kind: this.kind,
            id: 'one',
            title: `The ${this.kind}`,
            help: 'Tries it.',
            schema: { type: 'object' },
            defaults: {},
            durationSeconds: 30,
          },
        ],
        check: async () => this.check,
        start: async order => {
          this.orders.push(order);
          if (this.refuse) throw this.refuse;
          const known = this.parts.get(order.id);
          const part: StartedPart = known ?? {
            ref: `ref-${order.id}`,
            phase: 'starting',
            state: 'starting',
            path: `/part/${order.id}`,
            ...this.started,
          };
          this.parts.set(order.id, part);
          return part;
        },
        state: async ref => this.#of(ref),
        find: async id => {
          if (this.down) throw this.down;
          return this.parts.get(id);
        },
        stop: async (ref, reason) => {
          this.#of(ref);
          this.stops.push({ ref, reason });
          this.onStop(ref);
        },
      },
    };
  }

  /** Changes the part that was started with this ref. */
  set(ref: string, changes: Partial<StartedPart>): void {
    for (const [id, part] of this.parts) {
      if (part.ref === ref) this.parts.set(id, { ...part, ...changes });
    }
  }

  /** Changes every part. */
  setAll(changes: Partial<StartedPart>): void {
    for (const { ref } of this.parts.values()) this.set(ref, changes);
  }

  #of(ref: string): StartedPart {
    if (this.down) throw this.down;
    const part = [...this.parts.values()].find(one => one.ref === ref);
    if (!part) throw new NotFoundError(`There is no part ${ref}`);
    return part;
  }
}

/** A refusal as a provider gives it. */
export const refusal = () => new ConflictError('Faults are halted.');

/** A registry with these providers. */
export function workOf(...parts: FakeParts[]): WorkRegistry {
  const work = WorkRegistry.create();
  for (const one of parts) work.register(one.provider);
  return work;
}
