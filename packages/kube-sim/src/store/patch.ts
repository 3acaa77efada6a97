import { isRecord, JsonRecord, sameJson } from './json';
import { badRequest, unappliedPatch } from './status';
import { Json } from './types';

/** RFC 7386: members that are null go, records are merged, the rest is replaced. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isRecord(patch)) return patch;
  const merged: JsonRecord = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

/** How much a patch may copy in all, characters: copies of copies double. */
const COPIED = 3 * 1024 * 1024;

const OPERATIONS = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: Json;
}

function operationsOf(patch: Json): Operation[] {
  if (!Array.isArray(patch)) {
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${typeof patch} into Go value of type []handlers.jsonPatchOp`,
    );
  }
  return patch.map(entry => {
    if (!isRecord(entry)) {
      throw badRequest(
        `error decoding patch: json: cannot unmarshal ${typeof entry} into Go value of type handlers.jsonPatchOp`,
      );
    }
    const { op, path, from, value } = entry;
    if (
      typeof op !== 'string' ||
      typeof path !== 'string' ||
      !OPERATIONS.includes(op)
    ) {
      throw unappliedPatch();
    }
    return {
      op,
      path,
      ...(typeof from === 'string' ? { from } : {}),
      ...(value === undefined ? {} : { value }),
    };
  });
}

const segments = (pointer: string): string[] => {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw unappliedPatch();
  return pointer
    .slice(1)
    .split('/')
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
};

/** Position in a list; `-` is behind the last where something is added. */
function position(list: Json[], key: string, adding: boolean): number {
  if (adding && key === '-') return list.length;
  const index = /^-?\d+$/.test(key) ? Number(key) : NaN;
  const limit = adding ? list.length : list.length - 1;
  if (!(index >= 0 && index <= limit)) throw unappliedPatch();
  return index;
}

/** The value at a pointer; undefined where its last member is missing. */
function read(document: Json, path: string[]): Json | undefined {
  let value: Json | undefined = document;
  path.forEach((key, depth) => {
    if (Array.isArray(value)) {
      value = value[position(value, key, false)];
    } else if (isRecord(value)) {
      value = Object.hasOwn(value, key) ? value[key] : undefined;
      if (value === undefined && depth < path.length - 1) {
        throw unappliedPatch();
      }
    } else {
      throw unappliedPatch();
    }
  });
  return value;
}

function write(
  document: Json,
  path: string[],
  mode: 'add' | 'replace' | 'remove',
  value: Json,
): Json {
  if (path.length === 0) {
    if (mode === 'remove') throw unappliedPatch();
    return value;
  }
  const key = path[path.length - 1];
  const parent = read(document, path.slice(0, -1));
  if (Array.isArray(parent)) {
    const index = position(parent, key, mode === 'add');
    if (mode === 'add') parent.splice(index, 0, value);
    else if (mode === 'remove') parent.splice(index, 1);
    else parent[index] = value;
    return document;
  }
  if (!isRecord(parent)) throw unappliedPatch();
  // `replace` of a missing member adds it: the API server (1.34) does so.
  if (mode === 'remove' && !Object.hasOwn(parent, key)) throw unappliedPatch();
  if (mode === 'remove') delete parent[key];
  else {
    Object.defineProperty(parent, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return document;
}

/**
 * RFC 6902. A failed `test` and a path that leads nowhere are the same 422 to
 * a client of the API server.
 *
 * @throws ApiError
 */
export function jsonPatch(target: Json, patch: Json): Json {
  let document = structuredClone(target);
  let copied = 0;
  for (const { op, path, from, value } of operationsOf(patch)) {
    const to = segments(path);
    switch (op) {
      case 'test':
        if (!sameJson(read(document, to) ?? null, value ?? null)) {
          throw unappliedPatch();
        }
        break;
      case 'add':
      case 'replace':
        document = write(document, to, op, structuredClone(value ?? null));
        break;
      case 'remove':
        document = write(document, to, op, null);
        break;
      default: {
        const source = segments(from ?? '/');
        const moved = read(document, source);
        if (moved === undefined) throw unappliedPatch();
        copied += JSON.stringify(moved).length;
        if (op === 'copy' && copied > COPIED) throw unappliedPatch();
        const copy = structuredClone(moved);
        if (op === 'move') document = write(document, source, 'remove', null);
        document = write(document, to, 'add', copy);
      }
    }
  }
  return document;
}

/**
 * Lists of the built-in kinds that are merged by a key, by the member that
 * holds them (`patchMergeKey` of the Go types). `true` merges plain values.
 */
const MERGE_KEYS: Record<string, readonly string[] | true> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  env: ['name'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
  conditions: ['type'],
  addresses: ['type'],
  ownerReferences: ['uid'],
  secrets: ['name'],
  ports: ['containerPort', 'port'],
  finalizers: true,
  podIPs: ['ip'],
};

const DIRECTIVE = '$patch';

function mergeLists(key: string, target: Json[], patch: Json[]): Json[] {
  const rule = MERGE_KEYS[key];
  if (rule === true) {
    return [
      ...target,
      ...patch.filter(item => !target.some(other => sameJson(item, other))),
    ];
  }
  const merged = patch.some(
    item => isRecord(item) && item[DIRECTIVE] === 'replace',
  )
    ? []
    : [...target];
  for (const item of patch) {
    if (!isRecord(item)) return patch;
    if (item[DIRECTIVE] === 'replace' && Object.keys(item).length === 1) {
      continue;
    }
    const name = rule.find(candidate => item[candidate] !== undefined);
    if (name === undefined) {
      throw badRequest(
        `map: ${JSON.stringify(item)} does not contain declared merge key: ${
          rule[0]
        }`,
      );
    }
    const index = merged.findIndex(
      other => isRecord(other) && sameJson(other[name], item[name]),
    );
    if (item[DIRECTIVE] === 'delete') {
      if (index >= 0) merged.splice(index, 1);
    } else if (index >= 0) {
      merged[index] = strategicMergePatch(merged[index], item);
    } else {
      merged.push(strategicMergePatch(undefined, item));
    }
  }
  return merged;
}

function ordered(list: Json[], key: string, order: Json[]): Json[] {
  const rule = MERGE_KEYS[key];
  const rank = (item: Json) => {
    const found = order.findIndex(wanted =>
      rule === undefined ||
      rule === true ||
      !isRecord(item) ||
      !isRecord(wanted)
        ? sameJson(item, wanted)
        : rule.some(
            name =>
              item[name] !== undefined && sameJson(item[name], wanted[name]),
          ),
    );
    return found < 0 ? order.length : found;
  };
  return [...list].sort((one, other) => rank(one) - rank(other));
}

/**
 * Strategic merge patch: as a merge patch, but lists with a merge key are
 * merged by it; `$patch: delete|replace`, `$deleteFromPrimitiveList`,
 * `$setElementOrder` and `$retainKeys` as kubectl sends them.
 */
export function strategicMergePatch(
  target: Json | undefined,
  patch: Json,
): Json {
  if (!isRecord(patch)) return patch;
  const { [DIRECTIVE]: directive, ...members } = patch;
  if (directive === 'delete') return {};
  const merged: JsonRecord =
    isRecord(target) && directive !== 'replace' ? { ...target } : {};
  for (const [key, value] of Object.entries(members)) {
    if (key.startsWith('$')) continue;
    if (value === null) {
      delete merged[key];
    } else if (Array.isArray(value) && Object.hasOwn(MERGE_KEYS, key)) {
      const present = merged[key];
      merged[key] = mergeLists(
        key,
        Array.isArray(present) ? present : [],
        value,
      );
    } else {
      merged[key] = strategicMergePatch(merged[key], value);
    }
  }
  for (const [key, value] of Object.entries(members)) {
    if (!Array.isArray(value)) continue;
    const [, name] = key.split('/');
    const present = name === undefined ? undefined : merged[name];
    if (key === '$retainKeys') {
      Object.keys(merged)
        .filter(member => !value.includes(member))
        .forEach(member => delete merged[member]);
    } else if (!Array.isArray(present)) {
      continue;
    } else if (key.startsWith('$deleteFromPrimitiveList/')) {
      merged[name] = present.filter(
        item => !value.some(gone => sameJson(gone, item)),
      );
    } else if (key.startsWith('$setElementOrder/')) {
      merged[name] = ordered(present, name, value);
    }
  }
  return merged;
}
