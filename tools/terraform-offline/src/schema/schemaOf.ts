import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  Complex,
  ComplexMany,
  ComplexMap,
  ComplexMapOfLists,
  DataSource,
  Provider,
  Resource,
  loadBinding,
  stand,
} from './bindings.ts';
import type { Asked, Binding, Flags, Mapped } from './bindings.ts';
import type {
  AttributeSchema,
  BlockSchema,
  NestingMode,
  ProviderSchema,
  TypeJson,
} from './types.ts';

/** How an attribute is written, in the bindings' own words. */
interface Written {
  value: Mapped | Record<string, Written>;
  isBlock: boolean;
  type: string;
  storageClassType: string;
}

const PRIMITIVES: Record<string, string> = {
  string: 'string',
  number: 'number',
  boolean: 'bool',
  any: 'dynamic',
};

/** `stringListMap` with kind `map` is a map of lists of strings: the last word is the outermost. */
function writtenType({ type, storageClassType }: Written): TypeJson {
  const [, of, rest] =
    /^(string|number|boolean|any)((?:List|Map)*)$/.exec(storageClassType) ?? [];
  if (!of) return 'dynamic';
  const words = rest.match(/List|Map/g) ?? [];
  return words.reduce<TypeJson>((inner, word, index) => {
    if (word === 'Map') return ['map', inner];
    const outermost = index === words.length - 1;
    return [outermost && type === 'set' ? 'set' : 'list', inner];
  }, PRIMITIVES[of]);
}

const askedType = ({ of, around }: Asked): TypeJson =>
  around.reduceRight<TypeJson>(
    (inner, container) => [container, inner],
    PRIMITIVES[of],
  );

/** No collection may hold a dynamic type; a string takes most of what is written there. */
function withoutDynamic(type: TypeJson): TypeJson {
  if (typeof type === 'string') return type === 'dynamic' ? 'string' : type;
  const [container, of] = type;
  if (container !== 'object')
    return [container, withoutDynamic(of as TypeJson)];
  return [
    container,
    Object.fromEntries(
      Object.entries(of as Record<string, TypeJson>).map(([name, part]) => [
        name,
        withoutDynamic(part),
      ]),
    ),
  ];
}

const wrapped = (mode: NestingMode, type: TypeJson): TypeJson =>
  mode === 'single' ? type : [mode, withoutDynamic(type)];

/** The type of a block whose parts are all attributes: what is computed is no block. */
function objectType(block: BlockSchema): TypeJson {
  const parts: Record<string, TypeJson> = {};
  for (const [name, { type, nested_type: nested }] of Object.entries(
    block.attributes ?? {},
  )) {
    parts[name] = nested
      ? wrapped(
          nested.nesting_mode,
          objectType({ attributes: nested.attributes }),
        )
      : type ?? 'dynamic';
  }
  for (const [name, { nesting_mode: mode, block: inner }] of Object.entries(
    block.block_types ?? {},
  )) {
    parts[name] = wrapped(mode, objectType(inner));
  }
  return ['object', parts];
}

/**
 * Attributes of older providers that may be written as blocks too: Terraform
 * allows that for a plain list or set of objects. The bindings do not tell them
 * from nested attributes.
 */
const AS_BLOCKS = new Set([
  'ingress',
  'egress',
  'route',
  'security_rule',
  'guest_accelerator',
]);

const isBlock = (name: string, { value, type }: Written): boolean =>
  'element' in value && !('isBlock' in value)
    ? (value as Mapped).block === true
    : type !== 'struct' || name === 'timeouts';

/** Attributes inside of an attribute: blocks are not allowed there, and neither is a dynamic type. */
function attributesOnly(block: BlockSchema): Record<string, AttributeSchema> {
  const all: Record<string, AttributeSchema> = {};
  for (const [name, one] of Object.entries(block.attributes ?? {})) {
    all[name] = one.type ? { ...one, type: withoutDynamic(one.type) } : one;
  }
  for (const [name, { nesting_mode: mode, block: inner }] of Object.entries(
    block.block_types ?? {},
  )) {
    all[name] = {
      nested_type: { nesting_mode: mode, attributes: attributesOnly(inner) },
      optional: true,
    };
  }
  return all;
}

const NO_FLAGS: Flags = { computed: false, optional: true, required: false };

const words = ({ computed, required, optional }: Flags) => ({
  ...(required ? { required: true as const } : {}),
  ...(optional && !required ? { optional: true as const } : {}),
  ...(computed && !required ? { computed: true as const } : {}),
});

/** Everything that an object of the bindings has below it, by the name of the attribute. */
function childrenOf(object: object): Map<string, Asked | Complex> {
  const children = new Map<string, Asked | Complex>();
  const properties = Object.getOwnPropertyDescriptors(
    Object.getPrototypeOf(object),
  );
  for (const [name, { get }] of Object.entries(properties)) {
    if (!get || name === 'internalValue' || name.endsWith('Input')) continue;
    const value = get.call(object) as
      | Asked
      | Complex
      | { asked: Asked }
      | undefined;
    if (value instanceof Complex) children.set(value.attribute, value);
    else if (value && 'asked' in value)
      children.set(value.asked.attribute, value.asked);
    else if (value && 'attribute' in value)
      children.set(value.attribute, value);
  }
  return children;
}

const isTable = (value: unknown): value is Record<string, Written> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every(
    one => typeof one === 'object' && one !== null && 'isBlock' in one,
  );

/** The table of what is written below an attribute, if it has attributes of its own. */
function tableBelow(
  written: Written | undefined,
): Record<string, Written> | undefined {
  const value = written?.value;
  if (!value) return undefined;
  if ('element' in value && !('isBlock' in (value.element as object))) {
    return isTable(value.element) ? value.element : undefined;
  }
  return isTable(value) ? value : undefined;
}

function modeOf(
  child: Complex | undefined,
  written: Written | undefined,
): NestingMode {
  if (written && 'keyed' in written.value) return 'map';
  if (written?.type === 'set') return 'set';
  if (written?.type === 'struct') return 'single';
  if (written) return 'list';
  if (child instanceof ComplexMap) return 'map';
  if (child instanceof ComplexMany) return child.fromSet ? 'set' : 'list';
  return 'single';
}

/** One element of a list, or the object itself. */
function elementOf(child: Complex): object {
  if (!(child instanceof ComplexMany)) return child;
  return (child as unknown as { get(key: unknown): object }).get(0);
}

/** The type of what is only read: dynamic where an element would hold itself, or is a map of lists. */
const readType = (child: Asked | Complex | undefined): TypeJson =>
  child && !(child instanceof Complex) ? askedType(child) : 'dynamic';

/**
 * Builds the schema of a block from an object of the bindings and the table of
 * what it writes.
 *
 * @param around - classes that it lies in: one that holds itself ends there
 */
function blockOf(
  binding: Binding,
  object: object | undefined,
  table: Record<string, Written>,
  around: readonly string[] = [],
): BlockSchema {
  const flags = object && binding.flags.get(object.constructor.name);
  const children = object ? childrenOf(object) : new Map();
  const attributes: Record<string, AttributeSchema> = {};
  const blocks: NonNullable<BlockSchema['block_types']> = {};
  for (const name of new Set([...Object.keys(table), ...children.keys()])) {
    const written: Written | undefined = table[name];
    const child: Asked | Complex | undefined = children.get(name);
    const flag = flags?.get(name) ?? {
      ...NO_FLAGS,
      computed: !written,
      optional: Boolean(written),
    };
    const own = child instanceof Complex ? child : undefined;
    const complex =
      own instanceof ComplexMapOfLists ||
      (own && around.includes(own.constructor.name))
        ? undefined
        : own;
    const below = own && !complex ? undefined : tableBelow(written);
    if (!complex && !below) {
      const type = written ? writtenType(written) : readType(child);
      attributes[name] = {
        type,
        ...words(flag),
        ...(written && 'writeOnly' in written.value
          ? { write_only: true as const }
          : {}),
      };
      continue;
    }
    const inner = blockOf(
      binding,
      complex && elementOf(complex),
      below ?? {},
      complex ? [...around, complex.constructor.name] : around,
    );
    const mode = modeOf(complex, written);
    if (written && isBlock(name, written)) {
      const many = 'element' in written.value;
      blocks[name] = {
        nesting_mode: mode,
        block: inner,
        ...(flag.required && (mode === 'list' || mode === 'set')
          ? { min_items: 1 }
          : {}),
        ...(many || mode === 'single' ? {} : { max_items: 1 }),
        ...(isFilled(inner) ? { computed: true as const } : {}),
      };
      continue;
    }
    attributes[name] =
      !written || AS_BLOCKS.has(name)
        ? { type: wrapped(mode, objectType(inner)), ...words(flag) }
        : {
            nested_type: {
              nesting_mode: mode,
              attributes: attributesOnly(inner),
            },
            ...words(flag),
          };
  }
  return {
    ...(Object.keys(attributes).length ? { attributes } : {}),
    ...(Object.keys(blocks).length ? { block_types: blocks } : {}),
  };
}

/**
 * Whether a provider fills a block that is left out. The bindings do not say so
 * of a block, only of what is in it: something that cannot be written, or
 * nothing that has to be.
 */
function isFilled({ attributes = {} }: BlockSchema): boolean {
  const all = Object.values(attributes);
  return (
    all.some(one => one.computed && !one.optional) ||
    (all.length > 0 && all.every(one => one.computed))
  );
}

type RootClass = {
  new (scope: unknown, id: string, config: object): Resource;
  prototype: { synthesizeHclAttributes(): Record<string, Written> };
};

const isRoot = (value: unknown): value is RootClass =>
  typeof value === 'function' &&
  (value.prototype instanceof Resource ||
    value.prototype instanceof DataSource ||
    value.prototype instanceof Provider);

/** A kind that holds itself without end; the error is of the bindings' own context. */
const isEndless = (error: unknown) =>
  (error as Error | undefined)?.name === 'RangeError';

/**
 * The schema of a provider from its generated bindings.
 *
 * @param lib - folder `lib` of a `@cdktn/provider-*` package
 * @param leftOut - gets the folder of each kind that holds itself without end
 */
export function schemaOf(
  lib: string,
  leftOut: (folder: string) => void = () => {},
): ProviderSchema {
  const schema: ProviderSchema = {
    provider: { version: 0, block: {} },
    resource_schemas: {},
    data_source_schemas: {},
  };
  for (const folder of readdirSync(lib)) {
    if (!existsSync(join(lib, folder, 'index.js'))) continue;
    const binding = loadBinding(join(lib, folder));
    for (const Kind of Object.values(binding.exports).filter(isRoot)) {
      try {
        const root = new Kind(undefined, 'x', {});
        const table = Kind.prototype.synthesizeHclAttributes.call(stand);
        const block = blockOf(binding, root, table);
        const made = { version: 0 as const, block };
        if (root instanceof Provider) schema.provider.block = block;
        else if (root instanceof DataSource)
          schema.data_source_schemas[root.terraformType] = made;
        else schema.resource_schemas[root.terraformType] = made;
      } catch (error) {
        if (!isEndless(error)) throw error;
        leftOut(folder);
      }
    }
  }
  return schema;
}
