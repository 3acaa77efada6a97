/** One place that defines an entity. */
export interface Definition {
  entityRef: string;
  /** `type:target` of the file that has it. */
  location: string;
  trusted: boolean;
  /** Why the portal does not take it, whatever else is defined. */
  refused?: string;
}

/** Definitions that the portal does not take, and entities that more than one place defines. */
export interface DefinitionConflict {
  entityRef: string;
  definitions: Definition[];
}

interface Reading {
  at: number;
  definitions: Definition[];
}

/**
 * Which files define which entities, from what this process has read. A file that was not read for a while is forgotten:
 * its location is gone.
 */
export class Definitions {
  /** By what was read: a location can stand for several files. In the order in which they were first read. */
  readonly #readings = new Map<string, Reading>();

  constructor(
    private readonly options: { forgetAfterMs: number; now?: () => number },
  ) {}

  /** Replaces all that was known of what one location has. */
  replace(source: string, definitions: Definition[]): void {
    this.#readings.set(source, { at: this.#now(), definitions });
  }

  /** Whether somewhere else defines the entity: a trusted file, or one that was read earlier. */
  isTaken(entityRef: string, source: string): boolean {
    const current = [...this.#current()];
    const own = current.findIndex(([other]) => other === source);
    return current.some(([other, { definitions }], index) => {
      if (other === source) return false;
      const earlier = own === -1 || index < own;
      return definitions.some(
        definition =>
          definition.entityRef === entityRef &&
          !definition.refused &&
          (definition.trusted || earlier),
      );
    });
  }

  /** All conflicts, ordered by entity. */
  conflicts(): DefinitionConflict[] {
    const byRef = new Map<string, Map<string, Definition>>();
    for (const [, { definitions }] of this.#current()) {
      for (const definition of definitions) {
        const known = byRef.get(definition.entityRef) ?? new Map();
        byRef.set(
          definition.entityRef,
          known.set(definition.location, definition),
        );
      }
    }
    return [...byRef]
      .map(([entityRef, found]) => ({
        entityRef,
        definitions: [...found.values()].sort(
          (a, b) => Number(b.trusted) - Number(a.trusted),
        ),
      }))
      .filter(
        ({ definitions }) =>
          definitions.length > 1 || definitions.some(({ refused }) => refused),
      )
      .sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1));
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }

  *#current(): Iterable<[string, Reading]> {
    const oldest = this.#now() - this.options.forgetAfterMs;
    for (const [source, reading] of this.#readings) {
      if (reading.at < oldest) this.#readings.delete(source);
      else yield [source, reading];
    }
  }
}
