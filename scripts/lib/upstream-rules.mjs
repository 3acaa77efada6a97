/**
 * Looks the upstream functions of docs/architecture/rollouts-rules.md up in the
 * Go source from which the real stack is built (the module cache).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Module of files that name no other one. */
const ARGO_ROLLOUTS = 'github.com/argoproj/argo-rollouts';

/** A path that starts with the host of another module: `k8s.io/apimachinery/…`. */
const HOST = /^[\w-]+\.[\w.-]+\//;

const quoted = cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text);

/**
 * Rows of the page with an upstream file.
 *
 * @param {string} page markdown
 * @returns {Array<{derivation: string, files: string[], functions: string[]}>}
 */
export function upstreamRules(page) {
  return page
    .split('\n')
    .filter(line => /^\| `[^`]+#/.test(line))
    .map(line => {
      const [derivation, , files, functions] = line.split('|').slice(1);
      return {
        derivation: quoted(derivation)[0],
        files: quoted(files).filter(file => file !== 'Slipway'),
        functions: quoted(functions).filter(name =>
          /^[A-Z_a-z][\w.]*$/.test(name),
        ),
      };
    })
    .filter(({ files }) => files.length > 0);
}

/** The modules that the files of rules belong to: `host/name`, and Argo Rollouts for all others. */
export function modulesNamed(rules) {
  const others = rules
    .flatMap(({ files }) => files)
    .filter(file => HOST.test(file))
    .map(file => file.split('/').slice(0, 2).join('/'));
  return [...new Set([ARGO_ROLLOUTS, ...others])];
}

/** Whether Go source declares a function, method, type or constant of this name (`Type.Method`: the method). */
export function declares(source, name) {
  const [method, receiver] = name.split('.').reverse();
  const own = receiver ? `\\([^)]*\\b${receiver}\\)` : '(?:\\([^)]*\\))?';
  return new RegExp(
    `^func ${own} ?${method}[([]|^(?:type|const|var) ${method}\\b|^\\t${method}\\b[^(]*=`,
    'm',
  ).test(source);
}

/**
 * What a row names and the source does not have.
 *
 * @param {{files: string[], functions: string[]}} rule
 * @param {(file: string) => string | undefined} read source of an upstream file
 * @returns {string[]} sentences; empty when all is there
 */
export function missingOf({ files, functions }, read) {
  const sources = files.map(file => ({ file, source: read(file) }));
  const gone = sources
    .filter(({ source }) => source === undefined)
    .map(({ file }) => `there is no ${file}`);
  if (gone.length > 0) return gone;
  return functions
    .filter(name => !sources.some(({ source }) => declares(source, name)))
    .map(name => `${files.join(', ')} declares no ${name}`);
}

/**
 * Reads upstream files. A file whose path starts with a host is of that module, any other of Argo Rollouts.
 *
 * @param {Map<string, string>} modules folder by module path
 * @returns {(file: string) => string | undefined}
 */
export function reader(modules) {
  return file => {
    const path = HOST.test(file) ? file : `${ARGO_ROLLOUTS}/${file}`;
    const module = [...modules.keys()]
      .filter(name => path.startsWith(`${name}/`))
      .sort((a, b) => b.length - a.length)[0];
    if (!module) return undefined;
    const found = join(modules.get(module), path.slice(module.length + 1));
    return existsSync(found) ? readFileSync(found, 'utf8') : undefined;
  };
}

/**
 * Folders of the modules that `go list -m` printed as `path<TAB>folder`.
 * Modules that are not in the cache have no folder and are left out.
 */
export function modulesOf(printed) {
  return new Map(
    printed
      .split('\n')
      .map(line => line.split('\t'))
      .filter(([path, folder]) => path && folder),
  );
}

/** Whether the source of Argo Rollouts is there at all. */
export const hasArgoRollouts = modules => modules.has(ARGO_ROLLOUTS);
