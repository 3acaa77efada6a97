/** Options without a value that helm's `upgrade` knows as well. */
const PASSED_SWITCHES = new Set([
  '--devel',
  '--disable-openapi-validation',
  '--enable-dns',
  '--insecure-skip-tls-verify',
  '--no-hooks',
  '--pass-credentials',
  '--plain-http',
  '--reset-then-reuse-values',
  '--reset-values',
  '--reuse-values',
  '--skip-schema-validation',
  '--take-ownership',
  '--verify',
]);

/** Options without a value that only say how a difference is shown, or that are always so here. */
const OWN_SWITCHES = new Set([
  '--allow-unreleased',
  '--color',
  '--detailed-exitcode',
  '--disable-validation',
  '--include-tests',
  '--install',
  '--no-color',
  '--normalize-manifests',
  '--show-secrets',
  '--show-secrets-decoded',
  '--strip-trailing-cr',
  '--suppress-secrets',
  '--three-way-merge',
]);

/** Options with a value that say how a difference is shown, or that helm's `upgrade` does not know. */
const OWN_VALUES = new Set([
  '--api-versions',
  '--context',
  '-C',
  '--dry-run',
  '--find-renames',
  '--kube-version',
  '--output',
  '--suppress',
  '--suppress-output-line-regex',
]);

/** Options with a value that name the release, for every command of helm. */
const WHERE = new Set(['--namespace', '-n', '--kube-context', '--kubeconfig']);

/** Options with a value that helm's `upgrade` takes. */
const PASSED_VALUES = new Set([
  '--ca-file',
  '--cert-file',
  '--description',
  '--key-file',
  '--keyring',
  '--password',
  '--post-renderer',
  '--post-renderer-args',
  '--registry-config',
  '--repo',
  '--set',
  '--set-file',
  '--set-json',
  '--set-literal',
  '--set-string',
  '--timeout',
  '--username',
  '--values',
  '-f',
  '--version',
]);

/**
 * Reads the arguments with which helmfile calls `helm diff`.
 *
 * @param {string[]} argv after `diff`
 * @returns {{release: string, chart: string, where: string[], upgrade: string[], detailed: boolean,
 *   showSecrets: boolean, context: number | undefined}} `where`: for every command of helm, `upgrade`: for this one
 * @throws {Error} for another command, an option that is not known, or a wrong number of arguments:
 *   an option that is passed over would compare with something that is never installed
 */
export function readOptions(argv) {
  const [command, ...rest] = argv;
  if (command !== 'upgrade') {
    throw new Error(`Only "diff upgrade" is there, not "${command ?? ''}".`);
  }
  const names = [];
  const options = {
    where: [],
    upgrade: [],
    detailed: false,
    showSecrets: false,
    context: undefined,
  };
  while (rest.length > 0) {
    const one = rest.shift();
    if (!one.startsWith('-')) {
      names.push(one);
      continue;
    }
    const equals = one.startsWith('--') ? one.indexOf('=') : -1;
    const name = equals < 0 ? one : one.slice(0, equals);
    const attached = equals < 0 ? undefined : one.slice(equals + 1);
    if (OWN_SWITCHES.has(name)) {
      const on = attached !== 'false';
      if (name === '--detailed-exitcode') options.detailed = on;
      if (name === '--show-secrets') options.showSecrets = on;
      continue;
    }
    if (PASSED_SWITCHES.has(name)) {
      options.upgrade.push(one);
      continue;
    }
    const list = [
      [WHERE, options.where],
      [PASSED_VALUES, options.upgrade],
      [OWN_VALUES, undefined],
    ].find(([known]) => known.has(name));
    if (!list) throw new Error(`The option ${name} is not known.`);
    const value = attached ?? rest.shift();
    if (value === undefined) throw new Error(`${name} has no value.`);
    if (name === '--context' || name === '-C') options.context = Number(value);
    list[1]?.push(name, value);
  }
  if (names.length !== 2) {
    throw new Error(
      `A release and a chart are expected, not ${names.length} arguments.`,
    );
  }
  const [release, chart] = names;
  return { release, chart, ...options };
}
