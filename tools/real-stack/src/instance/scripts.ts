import { join } from 'node:path';

/** Command line of a TypeScript file of this package, run by the Node that runs this one. */
export function nodeScript(
  root: string,
  file: string,
  args: readonly string[],
): [command: string, ...args: string[]] {
  return [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    join(root, 'tools', 'real-stack', 'src', file),
    ...args,
  ];
}
