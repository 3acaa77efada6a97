import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { join, resolve } from 'node:path';
import {
  ADDONS,
  INSTANCE_ADDONS,
  buildAddons,
  missingOfAddon,
  wantedAddons,
} from './build/addons.ts';
import { binaries, build, haveGo } from './build/build.ts';
import { cachePaths } from './build/cache.ts';
import { helmfileProgram } from './build/helmfile.ts';
import { JAVA_SERVERS, javaProgram } from './build/java.ts';
import { locustProgram } from './build/locust.ts';
import { checkChart } from './commands/checkChart.ts';
import { instanceReport, listReports } from './commands/report.ts';
import { resetServices } from './commands/resetServices.ts';
import { selftest } from './commands/selftest.ts';
import { HELP } from './help.ts';
import { ExplainedError } from './errors.ts';
import { clientEnvironment } from './instance/kubectl.ts';
import { down } from './instance/down.ts';
import { up } from './instance/up.ts';
import { lastLines, logFile } from './instance/supervisor.ts';
import { readState } from './instance/state.ts';
import { instancePaths } from './paths.ts';
import { repoRoot } from './repoRoot.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const tell = (line: string) => process.stderr.write(`${line}\n`);

/** Options of every command; each command reads those that it knows. */
function readArguments(args: string[]) {
  const separator = args.indexOf('--');
  const own = separator < 0 ? args : args.slice(0, separator);
  const { values, positionals } = parseArgs({
    args: own,
    allowPositionals: true,
    options: {
      name: { type: 'string', default: 'default' },
      services: { type: 'string' },
      'cluster-name': { type: 'string' },
      with: { type: 'string' },
      'foreground-parent': { type: 'string' },
      only: { type: 'string' },
      lines: { type: 'string', default: '50' },
      junit: { type: 'string' },
      json: { type: 'boolean', default: false },
      wipe: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    values,
    positionals,
    rest: separator < 0 ? [] : args.slice(separator + 1),
  };
}

type Arguments = ReturnType<typeof readArguments>;

function parentPid(text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const pid = Number(text);
  if (!Number.isInteger(pid) || pid < 2) {
    throw new ExplainedError(
      `--foreground-parent must be a process id, not "${text}".`,
    );
  }
  return pid;
}

async function runBuild({ values }: Arguments): Promise<number> {
  const addons = wantedAddons(values.with, ADDONS);
  await build(repoRoot, values.only?.split(',') ?? [], say);
  const go = await haveGo(repoRoot);
  if (addons.length && 'version' in go) {
    const helm = join(cachePaths(repoRoot, go.version).bin, 'helm');
    await buildAddons(repoRoot, addons, helm, say);
  }
  return 0;
}

async function runUp({ values }: Arguments): Promise<number> {
  const state = await up(
    repoRoot,
    {
      name: values.name,
      services: values.services,
      clusterName: values['cluster-name'],
      addons: wantedAddons(values.with, INSTANCE_ADDONS),
      foregroundParent: parentPid(
        values['foreground-parent'] ?? process.env.SLIPWAY_REAL_STACK_PARENT,
      ),
    },
    values.json ? tell : say,
  );
  if (values.json) {
    say(JSON.stringify(instanceReport(repoRoot, state.name)));
  }
  return 0;
}

async function runDown({ values }: Arguments): Promise<number> {
  const names = values.all
    ? listReports(repoRoot).map(report => report.name)
    : [values.name];
  for (const name of names) {
    await down(repoRoot, name, values.wipe);
    say(`instance "${name}" is down${values.wipe ? ' and wiped' : ''}`);
  }
  return 0;
}

function runList({ values }: Arguments): number {
  const reports = listReports(repoRoot);
  if (values.json) {
    say(JSON.stringify(reports));
    return 0;
  }
  if (reports.length === 0) {
    say('no instances');
  }
  for (const report of reports) {
    say(
      `${report.name.padEnd(16)} ${report.state.padEnd(8)} ${
        report.apiserver
      }  prometheus ${report.prometheus}`,
    );
  }
  return 0;
}

async function runStatus({ values }: Arguments): Promise<number> {
  const go = await haveGo(repoRoot);
  const programs = await binaries(repoRoot);
  const built = !('missing' in programs);
  const addons: string[] = [];
  for (const addon of ADDONS) {
    if ((await missingOfAddon(repoRoot, addon)).length === 0) {
      addons.push(addon);
    }
  }
  const status = {
    go,
    built,
    missing: 'missing' in programs ? programs.missing : [],
    bin: built ? programs.bin : undefined,
    addons,
    locust: addons.includes('locust') ? locustProgram(repoRoot) : undefined,
    ...Object.fromEntries(
      JAVA_SERVERS.filter(name => addons.includes(name)).map(name => [
        name,
        javaProgram(repoRoot, name),
      ]),
    ),
    helmfile:
      addons.includes('helmfile') && 'version' in go
        ? helmfileProgram(repoRoot, go.version)
        : undefined,
    instances: listReports(repoRoot),
  };
  if (values.json) {
    say(JSON.stringify(status));
    return 0;
  }
  say('problem' in go ? go.problem : `Go ${go.version.replace(/^go/, '')}`);
  say(
    built
      ? `built: ${programs.bin}`
      : `not built: ${status.missing.join(', ')}`,
  );
  say(`add-ons built: ${addons.join(', ') || 'none'}`);
  return runList({ values } as Arguments);
}

/** Runs a client with the instance's admin kubeconfig, its input and output being this command's. */
async function runPassthrough(
  program: 'kubectl' | 'kubectl-argo-rollouts' | 'helm' | 'helmfile',
  { values, positionals, rest }: Arguments,
): Promise<number> {
  const paths = instancePaths(repoRoot, values.name);
  if (!readState(paths)) {
    throw new ExplainedError(
      `There is no instance "${values.name}": run "up --name ${values.name}" first.`,
    );
  }
  const programs = await binaries(repoRoot);
  if ('missing' in programs) {
    throw new ExplainedError(
      programs.problem ?? 'Not built yet: run "build" first.',
    );
  }
  const go = await haveGo(repoRoot);
  const path =
    program === 'helmfile' && 'version' in go
      ? helmfileProgram(repoRoot, go.version)
      : resolve(programs.bin, program);
  if (!existsSync(path)) {
    throw new ExplainedError(
      `${program} is not built: run "build --with ${program}" first.`,
    );
  }
  const { status, error } = spawnSync(path, [...positionals, ...rest], {
    stdio: 'inherit',
    env: {
      TERM: process.env.TERM,
      HELM_PLUGINS: join(repoRoot, 'infra', 'helm-plugins'),
      ...clientEnvironment(paths, programs.bin),
    },
  });
  if (error) {
    throw error;
  }
  return status ?? 1;
}

function runLogs({ values, positionals }: Arguments): number {
  const [component] = positionals;
  if (!component) {
    throw new ExplainedError(
      'Say which log: "logs apiserver", "logs rollouts", …',
    );
  }
  lastLines(
    logFile(instancePaths(repoRoot, values.name), component),
    Number(values.lines),
  ).forEach(say);
  return 0;
}

const commands: Record<string, (args: Arguments) => number | Promise<number>> =
  {
    build: runBuild,
    up: runUp,
    down: runDown,
    list: runList,
    status: runStatus,
    kubectl: args => runPassthrough('kubectl', args),
    argo: args => runPassthrough('kubectl-argo-rollouts', args),
    helm: args => runPassthrough('helm', args),
    helmfile: args => runPassthrough('helmfile', args),
    logs: runLogs,
    'reset-services': async ({ values }) => {
      await resetServices(repoRoot, values.name, values.only?.split(','), say);
      return 0;
    },
    'check-chart': ({ values }) => checkChart(repoRoot, say, values.junit),
    selftest: ({ values }) => selftest(repoRoot, say, values.junit),
  };

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  const command = commands[name ?? ''];
  if (!command) {
    tell(HELP);
    return name === undefined || name === 'help' || name === '--help' ? 0 : 2;
  }
  if (process.platform !== 'linux') {
    throw new ExplainedError(
      'The real stack runs on Linux only: it knows its processes by /proc.',
    );
  }
  const parsed = readArguments(args);
  if (parsed.values.help) {
    say(HELP);
    return 0;
  }
  return command(parsed);
}

main().then(
  code => {
    process.exitCode = code;
  },
  (error: Error) => {
    tell(
      error instanceof ExplainedError
        ? error.message
        : String(error.stack ?? error),
    );
    process.exitCode = 1;
  },
);
