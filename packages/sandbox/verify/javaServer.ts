import { ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const READY_WITHIN_MS = 180_000;

/** A real server that runs on the JVM. */
export interface JavaServer {
  url: string;
  /** It accepts connections and answers nobody, or answers again. */
  hold(held: boolean): void;
  stop(): Promise<void>;
}

/**
 * Starts a program that `build --with` of the real stack has made, and waits
 * until an address of it answers 200.
 *
 * @throws Error with the place of its output
 */
export async function startJavaServer(options: {
  program: string;
  args: readonly string[];
  port: number;
  folder: string;
  ready: string;
}): Promise<JavaServer> {
  const { program, args, port, folder, ready } = options;
  mkdirSync(folder, { recursive: true });
  const log = join(folder, 'output.log');
  const output = createWriteStream(log);
  const child: ChildProcess = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout?.pipe(output);
  child.stderr?.pipe(output);
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    await ended;
  };
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(`${url}${ready}`))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`${program} did not start; its output is in ${log}`);
    }
    await pause(250);
  }
  return {
    url,
    hold: held => {
      child.kill(held ? 'SIGSTOP' : 'SIGCONT');
    },
    stop,
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    await answer.text();
    return answer.ok;
  } catch {
    return false;
  }
}
