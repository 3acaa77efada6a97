/** A request that a task sends. */
export interface SimulatedCall {
  method: string;
  /** As Locust groups it: its `name`, else its path. */
  name: string;
}

/** What the users of one class do. */
export interface SimulatedClass {
  name: string;
  /** One of them runs once in each pacing, chosen by weight. */
  tasks: Array<{ weight: number; calls: SimulatedCall[] }>;
}

const CLASS = /^class\s+(\w+)\s*\(/;
const TASK = /^\s+@task(?:\((\d+)\))?/;
const CALL =
  /self\.client\.(get|post|put|patch|delete)\(\s*f?["']([^"']+)["']([\s\S]*?)\)/g;
const NAME = /\bname\s*=\s*f?["']([^"']+)["']/;

function callsIn(text: string): SimulatedCall[] {
  return [...text.matchAll(CALL)].map(([, method, path, rest]) => ({
    method: method.toUpperCase(),
    name: NAME.exec(rest)?.[1] ?? path,
  }));
}

/**
 * Reads from a locustfile, without running it, which requests its tasks send:
 * classes, functions with `@task`, and calls of `self.client` with a literal
 * path. The simulated master has nothing else of it; what it cannot read it
 * does not send.
 */
export function readLocustfile(text: string): SimulatedClass[] {
  const classes: SimulatedClass[] = [];
  let weight: number | undefined;
  let body: string[] = [];
  const endTask = () => {
    const calls = callsIn(body.join('\n'));
    if (weight !== undefined && calls.length > 0) {
      classes.at(-1)?.tasks.push({ weight, calls });
    }
    weight = undefined;
    body = [];
  };
  for (const line of text.split('\n')) {
    const named = CLASS.exec(line);
    const task = TASK.exec(line);
    if (named || task) endTask();
    if (named) classes.push({ name: named[1], tasks: [] });
    else if (task) weight = Number(task[1] ?? 1);
    else body.push(line);
  }
  endTask();
  return classes.filter(({ tasks }) => tasks.length > 0);
}
