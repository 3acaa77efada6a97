import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script, createContext } from 'node:vm';

/**
 * The generated bindings of a provider, made to describe themselves: they are
 * run against a library that records what they ask of it. The forms that they
 * ask for are those of `cdktn` 0.24.
 */

/** What a binding asked for under the name of an attribute. */
export interface Asked {
  attribute: string;
  /** `string`, `number`, `boolean`, `any` */
  of: string;
  /** Containers around it, the outermost first. */
  around: ('list' | 'map' | 'set')[];
}

/** Stands for any value: whatever is read of it, is it again. */
const anything: object = new Proxy(() => undefined, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '' : anything),
  apply: () => anything,
});

/** An element that has attributes of its own, as {@link Complex} or a list of them. */
export class Complex {
  readonly parent: unknown;
  readonly attribute: string;
  constructor(parent: unknown, attribute: string) {
    this.parent = parent;
    this.attribute = attribute;
  }
}
export class ComplexMany extends Complex {
  readonly fromSet: boolean;
  constructor(parent: unknown, attribute: string, fromSet = false) {
    super(parent, attribute);
    this.fromSet = fromSet;
  }
}
export class ComplexMap extends ComplexMany {}
/** A map of lists, which two kinds of Azure have. */
export class ComplexMapOfLists extends Complex {}

const asked =
  (of: string, ...around: Asked['around']) =>
  (attribute: string): Asked => ({ attribute, of, around });

const READERS: Record<string, (attribute: string) => Asked> = {
  getStringAttribute: asked('string'),
  getNumberAttribute: asked('number'),
  getBooleanAttribute: asked('boolean'),
  getListAttribute: asked('string', 'list'),
  getNumberListAttribute: asked('number', 'list'),
  getStringMapAttribute: asked('string', 'map'),
  getNumberMapAttribute: asked('number', 'map'),
  getBooleanMapAttribute: asked('boolean', 'map'),
  getAnyMapAttribute: asked('any', 'map'),
  interpolationForAttribute: asked('any'),
};

/** Classes that stand for a container of simple values: `new cdktn.StringMap(this, 'labels')`. */
const CONTAINERS: Record<string, [string, ...Asked['around']]> = {
  StringMap: ['string', 'map'],
  NumberMap: ['number', 'map'],
  BooleanMap: ['boolean', 'map'],
  AnyMap: ['any', 'map'],
  StringMapList: ['string', 'list', 'map'],
  NumberMapList: ['number', 'list', 'map'],
  BooleanMapList: ['boolean', 'list', 'map'],
  AnyMapList: ['any', 'list', 'map'],
  BooleanList: ['boolean', 'list'],
  NumberList: ['number', 'list'],
  StringListList: ['string', 'list', 'list'],
  NumberListList: ['number', 'list', 'list'],
};

for (const type of [Complex]) Object.assign(type.prototype, READERS);

/** Base of resources, data sources and providers. */
class Root {
  readonly terraformType: string;
  constructor(_scope: unknown, _id: unknown, config: Record<string, string>) {
    this.terraformType = config.terraformResourceType;
  }
}
Object.assign(Root.prototype, READERS);

export class Resource extends Root {}
export class DataSource extends Root {}
export class Provider extends Root {}
/** What no stack of ours uses. */
class Other extends Root {}

/** A value that is written: a simple one, or elements with attributes of their own. */
export interface Mapped {
  /** Whether many are written as blocks; undefined where there is one. */
  block?: boolean;
  keyed?: true;
  element: unknown;
}

const SIMPLE = { simple: true };

/** Elements whose table is being made: some kinds of AWS hold themselves. */
const open = new Set<unknown>();

const mapper =
  (keyed: boolean) =>
  (element: (value: unknown) => unknown, block = false) =>
  (): Mapped => {
    const keys = { block, ...(keyed ? { keyed: true as const } : {}) };
    if (open.has(element)) return { ...keys, element: SIMPLE };
    open.add(element);
    try {
      return { ...keys, element: element(anything) };
    } finally {
      open.delete(element);
    }
  };

/** The library that the bindings get instead of `cdktn`. */
const library: Record<string, unknown> = {
  canInspect: () => true,
  isComplexElement: () => false,
  Tokenization: { isResolvable: () => false },
  Token: new Proxy({}, { get: () => (value: unknown) => value }),
  Fn: {
    tolist: (value: Asked): Asked => ({
      ...value,
      around: ['set', ...value.around.slice(1)],
    }),
  },
  ...Object.fromEntries(
    ['string', 'number', 'boolean', 'any'].map(kind => [
      `${kind}ToHclTerraform`,
      () => SIMPLE,
    ]),
  ),
  listMapperHcl: mapper(false),
  hashMapperHcl: mapper(true),
  markWriteOnly: (value: object) => ({ ...value, writeOnly: true }),
  ComplexObject: Complex,
  ComplexComputedList: Complex,
  ComplexList: ComplexMany,
  ComplexMap,
  MapList: ComplexMapOfLists,
  TerraformResource: Resource,
  TerraformDataSource: DataSource,
  TerraformProvider: Provider,
  TerraformEphemeralResource: Other,
  ...Object.fromEntries(
    Object.entries(CONTAINERS).map(([name, [of, ...around]]) => [
      name,
      class {
        readonly asked: Asked;
        constructor(_parent: unknown, attribute: string, fromSet = false) {
          this.asked = {
            attribute,
            of,
            around: fromSet ? ['set', ...around.slice(1)] : around,
          };
        }
      },
    ]),
  ),
};

/** What the bindings say about an attribute in a comment above it. */
export interface Flags {
  computed: boolean;
  optional: boolean;
  required: boolean;
}

const CLASS = /^class (\w+) extends/;
const COMMENT =
  /^\s+\/\/ ([\w-]+) - computed: (true|false), optional: (true|false), required: (true|false)$/;

/** Reads the comments of a file: class to attribute to flags. */
function readFlags(text: string, into: Map<string, Map<string, Flags>>) {
  let current: Map<string, Flags> | undefined;
  for (const line of text.split('\n')) {
    const [, name] = CLASS.exec(line) ?? [];
    if (name) {
      current = new Map();
      into.set(name, current);
    }
    const [, attribute, ...flags] = COMMENT.exec(line) ?? [];
    if (attribute && current) {
      const [computed, optional, required] = flags.map(one => one === 'true');
      current.set(attribute, { computed, optional, required });
    }
  }
}

/** The classes of one folder of bindings, with what their comments say. */
export interface Binding {
  exports: Record<string, unknown>;
  flags: Map<string, Map<string, Flags>>;
}

/**
 * Runs the bindings of one resource, data source or provider. They get no
 * module but their own files and the recording library.
 *
 * @param dir - folder of the resource in the package's `lib`
 */
export function loadBinding(dir: string): Binding {
  const flags = new Map<string, Map<string, Flags>>();
  const loaded = new Map<string, Record<string, unknown>>();
  const context = createContext({});
  const load = (file: string): Record<string, unknown> => {
    const known = loaded.get(file);
    if (known) return known;
    const own: Record<string, unknown> = {};
    loaded.set(file, own);
    const text = readFileSync(file, 'utf8');
    readFlags(text, flags);
    const run = new Script(
      `(function (exports, require) {${text.replace(
        /^\/\/# sourceMappingURL=.*$/m,
        '',
      )}\n})`,
      { filename: file },
    ).runInContext(context) as (
      exports: object,
      require: (name: string) => unknown,
    ) => void;
    run(own, name => {
      if (name === 'cdktn') return library;
      if (!name.startsWith('.')) throw new Error(`${file} asks for ${name}`);
      const target = join(dirname(file), name);
      return load(/\.js$/.test(target) ? target : moduleFile(target));
    });
    return own;
  };
  return { exports: load(join(dir, 'index.js')), flags };
}

function moduleFile(target: string): string {
  try {
    readFileSync(`${target}.js`);
    return `${target}.js`;
  } catch {
    return join(target, 'index.js');
  }
}

/** A value that the bindings may read anything of. */
export const stand = anything as Record<string, unknown>;
