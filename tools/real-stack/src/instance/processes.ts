import { spawn } from 'node:child_process';
import { openSync, closeSync, readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A process that cannot be mistaken for another: a pid is given again after a
 * while, the pair of pid and start time within one boot is not.
 */
export interface ProcessIdentity {
  pid: number;
  /** Field 22 of `/proc/<pid>/stat`: clock ticks since boot. */
  startTime: string;
  bootId: string;
}

/** Environment variable that marks every process of an instance with the instance's folder. */
export const INSTANCE_MARK = 'SLIPWAY_REAL_STACK_INSTANCE';

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** Fields of a `/proc/<pid>/stat` line that tell state and start time. The command may hold spaces and brackets. */
export function parseStat(line: string): { state: string; startTime: string } {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], startTime: fields[19] };
}

/** Identity of a running process, or undefined when there is none (a zombie counts as none). */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    const { state, startTime } = parseStat(
      readFileSync(`/proc/${pid}/stat`, 'utf8'),
    );
    return state === 'Z' || state === 'X'
      ? undefined
      : { pid, startTime, bootId: bootId() };
  } catch {
    return undefined;
  }
}

/** True while exactly this process runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid);
  return (
    now !== undefined &&
    now.startTime === identity.startTime &&
    now.bootId === identity.bootId
  );
}

/** What to start: a program with its arguments, and where its output goes. */
export interface StartOptions {
  command: string;
  args: readonly string[];
  logFile: string;
  cwd: string;
  env?: Record<string, string>;
  /** Folder of the instance that the process belongs to. */
  instanceDir: string;
}

/**
 * Starts a program in a session of its own, with output appended to the log
 * file, and an environment that holds only what it needs.
 *
 * @throws when the program cannot be started
 */
export async function startDetached(
  options: StartOptions,
): Promise<ProcessIdentity> {
  const log = openSync(options.logFile, 'a', 0o600);
  try {
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        PATH: process.env.PATH,
        HOME: options.instanceDir,
        GOMAXPROCS: '2',
        ...options.env,
        [INSTANCE_MARK]: options.instanceDir,
      },
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (!identity) {
      throw new Error(`${options.command} ended at once`);
    }
    return identity;
  } finally {
    closeSync(log);
  }
}

/** What the environment of a process says about the mark. */
type Marked = 'yes' | 'no' | 'not yet';

function marked(pid: number, wanted: string): Marked {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    if (environment === '') {
      return 'not yet';
    }
    return environment.split('\0').includes(wanted) ? 'yes' : 'no';
  } catch {
    // another user's process, or one that has just ended
    return 'no';
  }
}

/** How often, every 10 ms, a process without an environment is looked at again. */
const LOOKS_AT_EMPTY = 20;

/**
 * Every running process that bears the instance's mark, recorded or not.
 *
 * While a process replaces its program (`execve`), the kernel shows an empty
 * environment for it. Such processes are looked at again, for 0.2 s at most:
 * kernel threads and programs without any environment stay empty.
 */
export async function markedProcesses(
  instanceDir: string,
): Promise<ProcessIdentity[]> {
  const wanted = `${INSTANCE_MARK}=${instanceDir}`;
  const found: number[] = [];
  let open = readdirSync('/proc')
    .filter(entry => /^\d+$/.test(entry))
    .map(Number);
  for (let look = 0; open.length > 0 && look <= LOOKS_AT_EMPTY; look++) {
    if (look > 0) {
      await sleep(10);
    }
    const seen = open.map(pid => ({ pid, mark: marked(pid, wanted) }));
    found.push(...seen.filter(s => s.mark === 'yes').map(s => s.pid));
    open = seen.filter(s => s.mark === 'not yet').map(s => s.pid);
  }
  return found
    .map(identify)
    .filter((identity): identity is ProcessIdentity => identity !== undefined);
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (isAlive(identity)) {
    try {
      process.kill(identity.pid, name);
    } catch {
      // ended between the check and the signal
    }
  }
}

/** Ends exactly this process: SIGTERM, and SIGKILL after `graceMs`. Resolves when it is gone. */
export async function endProcess(
  identity: ProcessIdentity,
  graceMs = 5_000,
): Promise<void> {
  signal(identity, 'SIGTERM');
  const until = Date.now() + graceMs;
  while (isAlive(identity) && Date.now() < until) {
    await sleep(25);
  }
  signal(identity, 'SIGKILL');
  while (isAlive(identity)) {
    await sleep(25);
  }
}
