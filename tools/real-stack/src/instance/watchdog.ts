import { identify } from './processes.ts';
import type { CommandLine } from './components.ts';
import { ExplainedError } from '../errors.ts';

/**
 * A shell loop of one megabyte that waits until a process is gone, then runs a
 * command. It reads `/proc/<pid>/stat` and compares the start time, so that a
 * pid given again to another process does not keep the instance alive.
 */
const script = `
pid=$1; start=$2; shift 2
while read -r line 2>/dev/null < "/proc/$pid/stat"; do
  rest=\${line##*) }
  set -f; fields=$rest; n=0; now=
  for field in $fields; do n=$((n+1)); [ $n -eq 1 ] && state=$field; [ $n -eq 20 ] && now=$field; done
  [ "$now" = "$start" ] && [ "$state" != Z ] || break
  sleep 1
done
exec "$@"
`;

/**
 * Command line that ends an instance when `parentPid` is gone.
 *
 * @param down - command that ends the instance
 * @throws ExplainedError when there is no such process
 */
export function watchdogLine(
  parentPid: number,
  down: readonly string[],
): CommandLine {
  const parent = identify(parentPid);
  if (!parent) {
    throw new ExplainedError(`There is no process ${parentPid} to watch.`);
  }
  return {
    command: '/bin/sh',
    args: [
      '-c',
      script,
      'slipway-watchdog',
      String(parent.pid),
      parent.startTime,
      ...down,
    ],
  };
}
