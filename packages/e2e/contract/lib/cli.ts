import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Target } from './target';

const execute = promisify(execFile);

/** What `kubectl argo rollouts get rollout` prints, read back. */
export interface Printed {
  /** Lines before the tree: `Status`, `Message`, `Step`, `Replicas.Desired`… */
  header: Record<string, string>;
  replicaSets: Record<string, { status: string; info: string[] }>;
  pods: Record<string, { status: string; info: string[] }>;
  analysisRuns: Record<string, { status: string; info: string }>;
  text: string;
}

/** The lines that follow a word of their own without a value. */
const SECTION = 'Replicas';

const TREE_LINE =
  /^([│├└─ ]*)(⧉|□|α|Σ|#|⟳) (\S+)\s+(Rollout|ReplicaSet|Pod|AnalysisRun|Experiment)\s+(\S) (\S+)\s+(\S+)(?:\s+(.*?))?\s*$/;

const words = (info: string | undefined) =>
  (info ?? '').split(',').filter(Boolean);

/** Reads the printed page. Ages are left out: they depend on the moment. */
export function parsePrinted(text: string): Printed {
  const [head, ...rest] = text.split('\nNAME ');
  const header: Record<string, string> = {};
  let inReplicas = false;
  for (const line of head.split('\n')) {
    const match = /^( *)([A-Za-z]+):\s*(.*?)\s*$/.exec(line);
    if (!match) continue;
    const [, indent, key, value] = match;
    if (!indent) inReplicas = key === SECTION;
    header[inReplicas && indent ? `${SECTION}.${key}` : key] = value;
  }
  const printed: Printed = {
    header,
    replicaSets: {},
    pods: {},
    analysisRuns: {},
    text,
  };
  // ReplicaSets and pods deeper than an Experiment belong to it, not to the rollout; its runs are listed with those of the rollout.
  let experimentDepth = Infinity;
  for (const line of rest.join('\nNAME ').split('\n')) {
    const match = TREE_LINE.exec(line);
    if (!match) continue;
    const [, prefix, , name, kind, , status, , info] = match;
    if (kind === 'AnalysisRun') {
      printed.analysisRuns[name] = { status, info: info ?? '' };
    }
    if (prefix.length > experimentDepth) continue;
    experimentDepth = kind === 'Experiment' ? prefix.length : Infinity;
    if (kind === 'ReplicaSet') {
      printed.replicaSets[name] = { status, info: words(info) };
    } else if (kind === 'Pod') {
      printed.pods[name] = { status, info: words(info) };
    }
  }
  return printed;
}

/** Runs the real kubectl plugin. */
export class ArgoCli {
  constructor(private readonly target: Target) {}

  async run(...args: string[]): Promise<string> {
    const { stdout } = await execute(
      this.target.argoCli,
      ['--kubeconfig', this.target.kubeconfig, ...args],
      { timeout: 60_000, maxBuffer: 10 * 1024 * 1024 },
    );
    return stdout;
  }

  async getRollout(namespace: string, name: string): Promise<Printed> {
    return parsePrinted(
      await this.run('get', 'rollout', name, '-n', namespace, '--no-color'),
    );
  }
}
