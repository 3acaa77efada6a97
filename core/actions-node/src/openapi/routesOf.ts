/** A route of a tree of routers; Express 4 keeps them in the stacks of its routers. */
export interface FoundRoute {
  /** `GET`; `ALL` for a handler of everything below a path. */
  method: string;
  /** As Express names it: `/v1/things/:name`. */
  path: string;
  /** The `Route` of Express; undefined for `ALL`. */
  route?: object;
}

interface Layer {
  regexp?: RegExp & { fast_slash?: boolean };
  /** Objects, whatever the types of Express say. */
  keys?: Array<string | { name: string | number }>;
  /** Has `methods`, whatever the types of Express say. */
  route?: { path: unknown; methods?: Record<string, boolean> };
  handle?: object;
}

/** What is known of a router or an application of Express beside its types. */
interface RouterLike {
  stack?: Layer[];
  /** Of an application. */
  _router?: { stack: Layer[] };
}

/** `^\/v1\/?(?=\/|$)` → `/v1`; parameters get their names back. */
function mountPath({ regexp, keys = [] }: Layer): string {
  if (!regexp || regexp.fast_slash) return '';
  const names = keys.map(key =>
    typeof key === 'string' ? key : String(key.name),
  );
  return regexp.source
    .replace(/^\^/, '')
    .replace(/\\\/\?\(\?=\\\/\|\$\)$/, '')
    .replace(/\(\?:\\\/\(\[\^\\?\/\]\+\?\)\)/g, () => `/:${names.shift()}`)
    .replace(/\\(.)/g, '$1');
}

function stackOf(handle: object): Layer[] | undefined {
  const { stack, _router }: RouterLike = handle;
  return stack ?? _router?.stack;
}

/** All routes below a router, in the order in which they are tried. */
export function* routesOf(handle: object, prefix = ''): Generator<FoundRoute> {
  const stack = stackOf(handle) ?? [];
  for (const layer of stack) {
    const { route } = layer;
    if (route) {
      const paths = [route.path].flat().filter(isText);
      for (const path of paths) {
        for (const method of Object.keys(route.methods ?? {})) {
          yield {
            method: method.toUpperCase(),
            path: joined(prefix, path),
            route,
          };
        }
      }
      continue;
    }
    const path = prefix + mountPath(layer);
    const inner = layer.handle;
    if (inner && stackOf(inner)) {
      yield* routesOf(inner, path);
    } else if (path !== prefix) {
      // A handler of everything below a path.
      yield { method: 'ALL', path: joined(path, '/*') };
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function joined(prefix: string, path: string): string {
  return `${prefix}${path}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
}
