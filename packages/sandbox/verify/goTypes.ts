import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceType } from '@slipway/kube-sim';

/** Roots of the libraries of Kubernetes. */
export interface Libraries {
  api: string;
  apimachinery: string;
  apiextensions: string;
}

/**
 * Members of a struct: their Go types by the names that they have in JSON.
 * `*` before the type: a pointer, written as soon as it was set; `!` behind
 * it: written even when it is zero.
 */
export interface Struct {
  fields: Record<string, string>;
  required?: string[];
}

type Definitions = Record<string, { required?: string[] }>;

/** Types that read their JSON by themselves; the double has code for each. */
const SELF_READ = [
  'api/resource.Quantity',
  'meta/v1.Time',
  'meta/v1.MicroTime',
  'meta/v1.Duration',
  'meta/v1.FieldsV1',
  'util/intstr.IntOrString',
  'runtime.RawExtension',
  'apiextensions/v1.JSON',
  'apiextensions/v1.JSONSchemaPropsOrArray',
  'apiextensions/v1.JSONSchemaPropsOrBool',
  'apiextensions/v1.JSONSchemaPropsOrStringArray',
];

const PRIMITIVE =
  /^(string|bool|byte|u?int(8|16|32|64)?|float(32|64)|any|interface\{\})$/;

/** Where the sources of a package are. */
function folderOf(libraries: Libraries, name: string): string {
  const { api, apimachinery, apiextensions } = libraries;
  if (name === 'meta/v1') return join(apimachinery, 'pkg/apis/meta/v1');
  if (name === 'apiextensions/v1') {
    return join(apiextensions, 'pkg/apis/apiextensions/v1');
  }
  const own = join(api, name);
  return existsSync(own) ? own : join(apimachinery, 'pkg', name);
}

/** Name of a package by the path of its import. */
const packageOf = (path: string) =>
  path
    .replace(/^k8s\.io\/api\//, '')
    .replace(/^k8s\.io\/apimachinery\/pkg\/apis\//, '')
    .replace(/^k8s\.io\/apimachinery\/pkg\//, '');

/** Type declarations of one package, with the imports of their file. */
function readPackage(
  folder: string,
): Map<string, { text: string; imports: Map<string, string> }> {
  const found = new Map<
    string,
    { text: string; imports: Map<string, string> }
  >();
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.go') || /_test\.go$|^zz_|generated/.test(file)) {
      continue;
    }
    const source = readFileSync(join(folder, file), 'utf8').replace(
      /\/\*[\s\S]*?\*\//g,
      '',
    );
    const imports = new Map<string, string>();
    const block = /^import \(([\s\S]*?)^\)/m.exec(source)?.[1] ?? '';
    for (const [, alias, path] of block.matchAll(/^\s*(\w+)?\s*"([^"]+)"/gm)) {
      imports.set(alias ?? path.split('/').pop() ?? path, packageOf(path));
    }
    for (const [, name, text] of source.matchAll(
      /^type (\w+) (struct \{\n[\s\S]*?^\}|[^\n]+)/gm,
    )) {
      found.set(name, { text, imports });
    }
  }
  return found;
}

/**
 * The Go types that an API server decodes kinds into: structs with the JSON
 * names and types of their members, and named types with what they are.
 *
 * @param kinds - kinds to begin with, by key
 * @param more - other types that are read
 * @param definitions - of the OpenAPI document, for the required members
 */
export function goTypes(
  kinds: ReadonlyArray<readonly [string, ResourceType]>,
  more: readonly string[],
  libraries: Libraries,
  definitions: Definitions,
): {
  kinds: Record<string, string>;
  structs: Record<string, Struct>;
  named: Record<string, string>;
} {
  const packages = new Map<string, ReturnType<typeof readPackage>>();
  const structs: Record<string, Struct> = {};
  const named: Record<string, string> = {};

  const declared = (type: string) => {
    const [, owner, name] = /^(.*)\.(\w+)$/.exec(type) ?? [];
    if (!owner) throw new Error(`${type} has no package.`);
    let one = packages.get(owner);
    if (!one) {
      one = readPackage(folderOf(libraries, owner));
      packages.set(owner, one);
    }
    const found = one.get(name);
    if (!found) throw new Error(`${type} is not declared.`);
    return { ...found, owner };
  };

  /** A Go type with the packages of its names written out; inside lists and maps, pointers are what they point at. */
  const resolved = (
    text: string,
    owner: string,
    imports: Map<string, string>,
  ): string => {
    if (text.startsWith('*')) return resolved(text.slice(1), owner, imports);
    if (text.startsWith('[]')) {
      return `[]${resolved(text.slice(2), owner, imports)}`;
    }
    const map = /^map\[([\w.]+)\](.+)$/.exec(text);
    if (map) {
      return `map[${resolved(map[1], owner, imports)}]${resolved(
        map[2],
        owner,
        imports,
      )}`;
    }
    if (PRIMITIVE.test(text)) return text;
    const [first, second] = text.split('.');
    const type =
      second === undefined
        ? `${owner}.${first}`
        : `${imports.get(first) ?? first}.${second}`;
    visit(type);
    return type;
  };

  const requiredOf = (type: string): string[] | undefined => {
    const [owner, name] = type.split('.');
    const key = Object.keys(definitions).find(
      candidate =>
        candidate.endsWith(`.${owner.replace('/', '.')}.${name}`) &&
        !candidate.includes('.pkg.api.'),
    );
    return key === undefined ? undefined : definitions[key].required;
  };

  const fieldsOf = (type: string): Record<string, string> => {
    const { text, imports, owner } = declared(type);
    const fields: Record<string, string> = {};
    for (const line of text.split('\n').slice(1, -1)) {
      const [, name, declaredType, tag] =
        /^\s*(?:(\w+)\s+)?([\w.*[\]]+)\s+`[^`]*json:"([^"]*)"/.exec(line) ?? [];
      if (declaredType === undefined) continue;
      const [json, ...options] = tag.split(',');
      if (json === '-') continue;
      const inner = declaredType.replace(/^\*/, '');
      if (options.includes('inline') || (name === undefined && !json)) {
        const [first, second] = inner.split('.');
        const embedded =
          second === undefined
            ? `${owner}.${first}`
            : `${imports.get(first) ?? first}.${second}`;
        Object.assign(fields, fieldsOf(embedded));
      } else {
        const pointer = declaredType.startsWith('*') ? '*' : '';
        // Go writes a struct that is empty; a time that was not set is null then.
        const omitted =
          options.includes('omitzero') ||
          (options.includes('omitempty') &&
            !/^metav1\.(Micro)?Time$/.test(declaredType));
        const kept = omitted ? '' : '!';
        fields[json || (name ?? '')] = `${pointer}${resolved(
          declaredType,
          owner,
          imports,
        )}${kept}`;
      }
    }
    return fields;
  };

  function visit(type: string): void {
    if (structs[type] || named[type] || SELF_READ.includes(type)) return;
    const { text, imports, owner } = declared(type);
    if (text.startsWith('struct')) {
      // Before its members, which may hold the same type again.
      structs[type] = { fields: {} };
      const required = requiredOf(type);
      structs[type] = {
        fields: fieldsOf(type),
        ...(required ? { required } : {}),
      };
      return;
    }
    named[type] = resolved(
      text.replace(/^= /, '').replace(/\s*\/\/.*/, ''),
      owner,
      imports,
    );
  }

  more.forEach(visit);
  const roots = Object.fromEntries(
    kinds.map(([key, { group, version, kind }]) => {
      const folder = group === '' ? 'core' : group.split('.')[0];
      const type = `${folder}/${version}.${kind}`;
      visit(type);
      return [key, type];
    }),
  );
  const sorted = <Value>(record: Record<string, Value>) =>
    Object.fromEntries(
      Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  return { kinds: roots, structs: sorted(structs), named: sorted(named) };
}
