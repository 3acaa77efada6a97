import generated from './apiTypes.json';
import { ResourceType } from './types';

/** What `packages/sandbox/verify/schemas.ts` generates from the pinned version of Kubernetes. */
interface Generated {
  builtInKinds: Record<string, string>;
  structs: Record<string, GoStruct>;
  named: Record<string, string>;
}

/** A Go struct: types of its members by their JSON names (see `Struct` of `verify/goTypes.ts`). */
export interface GoStruct {
  fields: Record<string, string>;
  required?: string[];
}

const { builtInKinds, structs, named }: Generated = generated;

const keyOf = ({ group, version, kind }: ResourceType) =>
  `${group ? `${group}/` : ''}${version}/${kind}`;

/** The Go type that the API server decodes a built-in kind into. */
export const goTypeOf = (type: ResourceType): string | undefined =>
  builtInKinds[keyOf(type)];

export const goStruct = (type: string): GoStruct | undefined => structs[type];

/** What a named Go type is, for example `string` for `core/v1.PullPolicy`. */
export const goNamed = (type: string): string | undefined => named[type];
