import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ExplainedError } from '../errors.ts';
import type { InstancePaths } from '../paths.ts';

const run = promisify(execFile);

/** Environment of kubectl, the Rollouts plugin and helm: this instance and nothing from outside. */
export function clientEnvironment(
  paths: InstancePaths,
  bin: string,
): Record<string, string> {
  return {
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    HOME: paths.run,
    KUBECONFIG: paths.adminKubeconfig,
    HELM_CACHE_HOME: join(paths.run, 'helm', 'cache'),
    HELM_CONFIG_HOME: join(paths.run, 'helm', 'config'),
    HELM_DATA_HOME: join(paths.run, 'helm', 'data'),
  };
}

/**
 * Runs a client program against the instance as its admin and returns what it prints.
 *
 * @throws ExplainedError with what it wrote to standard error
 */
export async function runClient(
  paths: InstancePaths,
  bin: string,
  program: 'kubectl' | 'kubectl-argo-rollouts' | 'helm',
  args: readonly string[],
): Promise<string> {
  try {
    const { stdout } = await run(join(bin, program), args, {
      env: clientEnvironment(paths, bin),
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new ExplainedError(
      `${program} ${args.slice(0, 4).join(' ')} failed: ${(
        stderr || message
      ).trim()}`,
    );
  }
}
