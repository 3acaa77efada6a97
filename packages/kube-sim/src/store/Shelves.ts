import { History } from './History';
import { typeKey } from './meta';
import { apiVersionOf, typesOfDefinition } from './resources';
import { KubeObject, ResourceType } from './types';

/** The objects of one kind. */
export interface Shelf {
  type: ResourceType;
  objects: Map<string, Readonly<KubeObject>>;
  /** Keys in the order of lists; made again when one is added or removed. */
  order?: string[];
  history: History;
}

export const keyOf = (namespace: string | undefined, name: string): string =>
  namespace ? `${namespace}/${name}` : name;

export const keyOfObject = ({ metadata }: Readonly<KubeObject>): string =>
  keyOf(metadata.namespace, metadata.name);

const isDefinition = (object: Readonly<KubeObject>) =>
  object.kind === 'CustomResourceDefinition';

/** Which kinds a store serves, each with its objects. */
export class Shelves {
  readonly #shelves = new Map<string, Shelf>();
  readonly #kinds = new Map<string, ResourceType>();

  /** @param history - makes the history of a kind that is new */
  constructor(private readonly history: () => History) {}

  all(): Shelf[] {
    return [...this.#shelves.values()];
  }

  /** Serves one more kind; a kind that is there already stays as it is. */
  add(type: ResourceType): void {
    const key = typeKey(type);
    if (this.#shelves.has(key)) return;
    this.#shelves.set(key, {
      type,
      objects: new Map(),
      history: this.history(),
    });
    this.#kinds.set(`${apiVersionOf(type)}/${type.kind}`, type);
  }

  /** Serves the kinds of a CustomResourceDefinition; another object changes nothing. */
  define(object: Readonly<KubeObject>): void {
    if (isDefinition(object)) {
      typesOfDefinition(object).forEach(type => this.add(type));
    }
  }

  /** Stops serving the kinds of a CustomResourceDefinition and forgets their objects. */
  undefine(object: Readonly<KubeObject>): void {
    if (!isDefinition(object)) return;
    for (const type of typesOfDefinition(object)) {
      this.#shelves.delete(typeKey(type));
      this.#kinds.delete(`${apiVersionOf(type)}/${type.kind}`);
    }
  }

  find(group: string, plural: string): Shelf | undefined {
    return this.#shelves.get(typeKey({ group, plural }));
  }

  kind(apiVersion: string, kind: string): ResourceType | undefined {
    return this.#kinds.get(`${apiVersion}/${kind}`);
  }

  /** @throws Error for a kind that is not served */
  get(type: ResourceType): Shelf {
    const shelf = this.#shelves.get(typeKey(type));
    if (!shelf) throw new Error(`The store does not serve ${typeKey(type)}.`);
    return shelf;
  }
}
