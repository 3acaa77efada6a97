import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';

export const ROOT = resolve(__dirname, '../../../..');

const needed = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the part "charts".`);
  return value;
};

/** What a program ended with. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Values of the environment's helmfile that a test changes. */
export interface EnvironmentValues {
  name: string;
  services: Record<string, { version: string; replicas?: number }>;
  labels?: Record<string, string>;
}

/** Programs of the real stack, in front of one of its instances. */
export class Releases {
  /** Folder of the instance. */
  readonly instance = needed('SLIPWAY_INSTANCE');
  private readonly clients = needed('SLIPWAY_CLIENTS');
  private readonly helmfileProgram = needed('SLIPWAY_HELMFILE');
  /** For files of a test. */
  readonly folder = join(this.instance, 'run', 'helmfile');
  private readonly admin = join(this.instance, 'pki', 'admin.kubeconfig');
  private readonly runner = join(this.folder, 'runner.kubeconfig');

  constructor() {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  private env(kubeconfig: string): NodeJS.ProcessEnv {
    return {
      PATH: [
        this.clients,
        resolve(process.execPath, '..'),
        process.env.PATH,
      ].join(':'),
      HOME: this.folder,
      KUBECONFIG: kubeconfig,
      HELM_PLUGINS: join(ROOT, 'infra', 'helm-plugins'),
      // It asks the network for a newer version otherwise.
      HELMFILE_UPGRADE_NOTICE_DISABLED: 'true',
    };
  }

  private run(program: string, args: string[], kubeconfig: string) {
    return new Promise<Ended>(done => {
      execFile(
        program,
        args,
        { env: this.env(kubeconfig), maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          const code = error ? Number(error.code) || 1 : 0;
          done({ code, stdout, stderr });
        },
      );
    });
  }

  /** Runs as the instance's admin. @throws when it fails */
  async asAdmin(program: 'kubectl' | 'helm', args: string[]): Promise<string> {
    const ended = await this.run(join(this.clients, program), args, this.admin);
    if (ended.code !== 0) {
      throw new Error(`${program} ${args.join(' ')}: ${ended.stderr}`);
    }
    return ended.stdout;
  }

  /** Runs helm with the rights of `environment-runner` alone. */
  helm(args: string[]): Promise<Ended> {
    return this.run(join(this.clients, 'helm'), args, this.runner);
  }

  /** Installs the chart of the platform, and lets all that follows run as its ServiceAccount. */
  async becomeRunner(): Promise<void> {
    await this.asAdmin('helm', [
      'upgrade',
      '--install',
      'platform',
      join(ROOT, 'infra/charts/platform'),
      '--namespace=kube-system',
      '--set=environment=dev',
      // The instance has this one already, and helm takes over nothing.
      '--set=namespaces.slipway=null,namespaces.argo-rollouts=null',
    ]);
    const token = await this.asAdmin('kubectl', [
      'create',
      'token',
      'environment-runner',
      '--namespace=slipway-environments',
      '--duration=2h',
    ]);
    const config = parse(readFileSync(this.admin, 'utf8'));
    config.users = config.users.map(({ name }: { name: string }) => ({
      name,
      user: { token: token.trim() },
    }));
    writeFileSync(this.runner, stringify(config), { mode: 0o600 });
  }

  private state(values: EnvironmentValues): string {
    const file = join(this.folder, `${values.name}.yaml`);
    const { ports } = JSON.parse(
      readFileSync(join(this.instance, 'instance.json'), 'utf8'),
    ) as { ports: { prometheus: number } };
    const short = parse(
      readFileSync(
        join(ROOT, 'tools/real-stack/manifests/chart-values.yaml'),
        'utf8',
      ),
    );
    short.analysis.prometheus = `http://127.0.0.1:${ports.prometheus}`;
    writeFileSync(
      file,
      stringify({
        environment: {
          name: values.name,
          namespace: `env-${values.name}`,
          owner: 'group:default/team-orders',
          size: 'small',
          expiresAt: '2030-01-01T00:00:00Z',
          labels: values.labels ?? {},
        },
        services: values.services,
        cluster: 'gke-prod',
        serviceValues: short,
        environmentValues: {
          rbac: { clusterRole: 'slipway:environment-operator' },
        },
      }),
    );
    return file;
  }

  private helmfileArguments(args: string[], values: EnvironmentValues) {
    return [
      '--no-color',
      '--file',
      join(ROOT, 'infra/helmfile/environment/helmfile.yaml.gotmpl'),
      '--state-values-file',
      this.state(values),
      ...args,
    ];
  }

  /** Runs helmfile on an environment with the rights of `environment-runner` alone. */
  helmfile(args: string[], values: EnvironmentValues): Promise<Ended> {
    return this.run(
      this.helmfileProgram,
      this.helmfileArguments(args, values),
      this.runner,
    );
  }

  /** Starts helmfile in a process group of its own, to be killed with all that it started. */
  startHelmfile(args: string[], values: EnvironmentValues): ChildProcess {
    return spawn(this.helmfileProgram, this.helmfileArguments(args, values), {
      env: this.env(this.runner),
      detached: true,
      stdio: 'ignore',
    });
  }
}
