import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod/v3';

const run = promisify(execFile);

/** Which process it was: pids are given again, with another start time. */
export const proofSchema = z.object({
  pid: z.number().int().positive(),
  startTime: z.string(),
});
export type ProcessProof = z.infer<typeof proofSchema>;

/**
 * When a process was started, as the system counts it: ticks since boot on
 * Linux, a date elsewhere. Undefined when there is none, or it has ended and
 * nobody has taken its exit code yet.
 */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name of the program may hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], {
      timeout: 10_000,
    });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Whether exactly this process is still there. */
export async function isAlive(proof: ProcessProof): Promise<boolean> {
  return (await startTimeOf(proof.pid)) === proof.startTime;
}

/** Interrupts exactly this process; one that has ended is what was wanted. */
export async function interrupt(proof: ProcessProof): Promise<void> {
  if (!(await isAlive(proof))) return;
  try {
    process.kill(proof.pid, 'SIGINT');
  } catch {
    // It ended between the two lines.
  }
}
