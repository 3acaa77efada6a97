import { ChildProcess, spawn, StdioOptions } from 'node:child_process';
import { join } from 'node:path';
import { Cleaner, cleanUp } from './cleaner';
import { childrenOf, commandOf, isRunning } from './processes';
import { portalScripts, ROOT } from './scripts';
import { START_MS, until } from './wait';

/** A start of everything, as `npm start` does it. */
export interface Started {
  pid: number;
  port: number;
  url: string;
  child: ChildProcess;
  /** What it has printed on both streams (empty when they go elsewhere). */
  output(): string;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Resolves with the pid of the portal's process once there is one. */
  portalPid(): Promise<number>;
  /** The same for the sandbox. */
  sandboxPid(): Promise<number>;
  /** Resolves when the portal says that it is ready. */
  ready(): Promise<void>;
}

export interface StartOptions {
  /** Where databases, logs and the sandbox's state are, in place of `.slipway`. */
  state: string;
  args?: string[];
  port?: number;
  /** Where its streams go (stdin, stdout, stderr); unless given they are kept for `output`. */
  stdio?: StdioOptions;
  environment?: Record<string, string>;
}

/** Runs `scripts/start.mjs` with a state of its own. All of it is killed afterwards. */
export async function startEverything(
  cleaner: Cleaner,
  options: StartOptions,
): Promise<Started> {
  const { freePort } = await portalScripts();
  const port = options.port ?? (await freePort());
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'scripts/start.mjs'),
      '--no-open',
      '--port',
      String(port),
      ...(options.args ?? []),
    ],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        SLIPWAY_STATE: options.state,
        ...options.environment,
      },
      stdio: options.stdio ?? ['ignore', 'pipe', 'pipe'],
    },
  );
  let text = '';
  const keep = (chunk: Buffer) => {
    text += chunk;
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exited = new Promise<{
    code: number | null;
    signal: NodeJS.Signals | null;
  }>(resolve => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const pid = child.pid ?? 0;
  const seen = new Set<number>();
  const childWith = (words: string) =>
    until(
      `a process of "${words}" below ${pid}: ${text}`,
      () => {
        const found = childrenOf(pid).find(one =>
          commandOf(one).includes(words),
        );
        if (found !== undefined) seen.add(found);
        return found;
      },
      START_MS,
    );
  cleanUp(cleaner, async () => {
    const all = [...new Set([...seen, ...childrenOf(pid), pid])];
    for (const one of all.filter(isRunning)) process.kill(one, 'SIGKILL');
    await exited;
  });
  const url = `http://localhost:${port}`;
  return {
    pid,
    port,
    url,
    child,
    output: () => text,
    exited,
    portalPid: () => childWith('src/index.ts'),
    sandboxPid: () => childWith('packages/sandbox/src/main.ts'),
    ready: async () => {
      await until(
        `the portal is ready: ${text}`,
        async () => {
          if (child.exitCode !== null) throw new Error(`it ended: ${text}`);
          const response = await fetch(
            `${url}/.backstage/health/v1/readiness`,
          ).catch(() => undefined);
          return response?.ok;
        },
        START_MS,
      );
    },
  };
}
