import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process of a run. */
export interface RunProcess {
  pid: number;
  role: 'master' | 'worker';
}

/**
 * Processes whose command line names the folder of a run. The folder has the
 * id of the run, so that no other process can be meant, also after a restart.
 */
export async function processesOf(folder: string): Promise<RunProcess[]> {
  const { stdout } = await run('ps', ['-ww', '-axo', 'pid=,command='], {
    maxBuffer: 16 * 1024 * 1024,
    timeout: 10_000,
  });
  return stdout.split('\n').flatMap(line => {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line);
    if (!match || !match[2].includes(`${folder}/`)) return [];
    const pid = Number(match[1]);
    return pid === process.pid
      ? []
      : [
          {
            pid,
            role: / --master( |$)/.test(match[2]) ? 'master' : 'worker',
          } as const,
        ];
  });
}

/** Sends a signal; a process that has ended meanwhile is what was wanted. */
export function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (
      !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
    ) {
      throw error;
    }
  }
}

/** Free ports on loopback. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map(server => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(
    servers.map(server => new Promise(resolve => server.close(resolve))),
  );
  return ports;
}
