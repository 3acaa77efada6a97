import { readFileSync } from 'node:fs';

/** Ticks of the kernel's clock for processes: 100 a second wherever Node runs. */
const MS_PER_TICK = 10;

/** Processor time that a process has used, where the system has it in a file. */
export function cpuMsOf(pid: number | undefined): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold blanks and brackets: state is field 3, utime 14, stime 15.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ms = (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
    return Number.isFinite(ms) ? ms : undefined;
  } catch {
    return undefined;
  }
}
