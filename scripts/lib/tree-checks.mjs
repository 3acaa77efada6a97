import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { Failure } from './say.mjs';

/** Files that git tracks or would track. */
async function treeFiles() {
  const { stdout } = await run('git', [
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
  ]);
  return stdout.split('\n').filter(Boolean);
}

/** Hosts of the package registries that this machine is set up with: none may stand in the tree. */
async function registryHosts(tools) {
  const answers = await Promise.all(
    [
      ['npm', ['config', 'get', 'registry']],
      ['go', ['env', 'GOPROXY']],
      ['pip', ['config', 'get', 'global.index-url']],
    ].map(([command, args]) =>
      run(command, args, { env: tools.env, allowFailure: true }).catch(() => ({
        stdout: '',
      })),
    ),
  );
  const hosts = answers
    .flatMap(({ stdout }) => stdout.trim().split(/[,|\s]+/))
    .filter(text => text.startsWith('http'))
    .map(text => new URL(text).hostname)
    .filter(host => host !== 'localhost' && !host.startsWith('127.'));
  return [...new Set(hosts)];
}

const LOOSE = [
  { what: 'any', pattern: /(:\s*any\b|\bas any\b|<any>|\bany\[\])/ },
  { what: '@ts-ignore', pattern: /@ts-(ignore|nocheck)/ },
  { what: 'eslint-disable', pattern: /eslint-disable/ },
  {
    what: 'a skipped or focused test',
    pattern:
      /\b(it|test|describe)\.(skip|only|todo)\b|\b(xit|xdescribe|fit|fdescribe)\(/,
  },
];
const ALPHA =
  /from ['"]@backstage\/[^'"]+\/alpha['"]|import\(['"]@backstage\/[^'"]+\/alpha['"]\)/;
/** Entry files, where unstable Backstage APIs may be imported. */
const ENTRY =
  /(^|\/)(plugin|module|permissions|App|alpha|[a-zA-Z]+Module|policy)\.tsx?$|\.test\.tsx?$|\/testUtils(\/|\.)|setupTests/;

/**
 * Ways for a page to read the network past the app's own fetch, where foreign text is made harmless (ADR 0089): a value
 * of a cluster could then mirror the portal's words.
 */
const PAST_FETCH_API =
  /(?<![.\w])fetch\(|\b(window|globalThis|self)\.fetch\b|\bnew (EventSource|WebSocket|XMLHttpRequest)\b|\.json\(\)/;
/** The app's own fetch. */
const APP_FETCH = /^packages\/app\/src\/fetch\//;
const FRONTEND_ROLES = /^(frontend|web-library)/;

/** The packages whose code runs in the browser, as `plugins/rollouts/`. */
function frontendPackages(files) {
  return files
    .filter(file =>
      /^(packages|plugins|core)\/[^/]+\/package\.json$/.test(file),
    )
    .filter(file => {
      const { backstage } = JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
      return FRONTEND_ROLES.test(backstage?.role ?? '');
    })
    .map(file => file.replace('package.json', ''));
}

/** Rules over the whole tree that no linter here knows. Throws a Failure that lists every offence. */
export async function checkTree(tools) {
  const files = await treeFiles();
  const hosts = await registryHosts(tools);
  const frontends = frontendPackages(files);
  const offences = [];
  for (const file of files) {
    let text;
    try {
      text = readFileSync(join(ROOT, file), 'utf8');
    } catch {
      continue; // deleted in the working tree
    }
    for (const host of hosts) {
      if (text.includes(host))
        offences.push(`${file}: names a package registry host`);
    }
    if (file.endsWith('/config.d.ts'))
      offences.push(`${file}: a configuration schema is JSON (ADR 0075)`);
    if (!/\.tsx?$/.test(file)) continue;
    const inBrowser =
      frontends.some(folder => file.startsWith(`${folder}src/`)) &&
      !APP_FETCH.test(file) &&
      !/\.test\.tsx?$|\/__testUtils__\//.test(file);
    text.split('\n').forEach((line, index) => {
      const at = `${file}:${index + 1}`;
      const code = line.replace(/(^|\s)(\/\/|\*).*$/, '');
      for (const { what, pattern } of LOOSE) {
        if (pattern.test(what === 'any' ? code : line))
          offences.push(`${at}: ${what}`);
      }
      if (inBrowser && PAST_FETCH_API.test(code)) {
        offences.push(
          `${at}: reads the network past fetchApi and fetchJson (ADR 0089)`,
        );
      }
      if (ALPHA.test(line) && !ENTRY.test(file)) {
        offences.push(`${at}: /alpha import outside of an entry file`);
      }
    });
  }
  if (offences.length > 0) {
    throw new Failure(
      `${offences.length} offences against the tree rules.`,
      'Mend them.',
      offences.slice(0, 40).join('\n'),
    );
  }
}
