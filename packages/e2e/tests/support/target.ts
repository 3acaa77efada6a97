import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The platform behind the portal under test, as the test lane wrote it down. */
export interface Target {
  kind: 'real' | 'sandbox';
  /** Folder with kubectl and kubectl-argo-rollouts. */
  bin: string;
  kubeconfig: string;
  context?: string;
  /** `real`: folder of the instance. */
  instance?: string;
  /** `real`: address of the service on loopback that real Locust loads. */
  load?: string;
  /** `sandbox`: its process, and how to start it again. */
  pid?: number;
  command?: string[];
}

const FILE = process.env.SLIPWAY_TARGET_FILE ?? '';

/** Reads the target; it changes when its process is started again. */
export function target(): Target {
  if (!FILE) throw new Error('SLIPWAY_TARGET_FILE names no file');
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** Makes the API server crash: the whole process, for the sandbox. */
export async function crashApiServer(): Promise<void> {
  const { kind, instance, pid } = target();
  if (kind === 'sandbox') {
    process.kill(pid!, 'SIGKILL');
    return;
  }
  const state = JSON.parse(
    readFileSync(join(instance!, 'instance.json'), 'utf8'),
  ) as { processes: Record<string, { pid: number }> };
  process.kill(state.processes.apiserver.pid, 'SIGKILL');
}

/** Starts again what crashed, at the same address and with what it had. */
export async function repair(): Promise<void> {
  const now = target();
  if (now.kind === 'real') {
    await execute(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      join(__dirname, '../../../../tools/real-stack/src/cli.ts'),
      'up',
      '--name',
      now.instance!.split('/').pop()!,
    ]);
    return;
  }
  const [program, ...args] = now.command!;
  // It outlives this worker: the runner of the tests ends it.
  const { SLIPWAY_PARENT_PID: _ours, ...env } = process.env;
  const child = spawn(program, args, {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', code => reject(new Error(`it ended with ${code}`)));
  });
  child.unref();
  writeFileSync(FILE, JSON.stringify({ ...now, pid: child.pid }));
}
