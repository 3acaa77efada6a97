import { FaultDraft, faultDraftSchema } from '@slipway/plugin-chaos-common';
import { LineCounter, parseDocument, stringify } from 'yaml';

/** What a YAML text means, or what is wrong with it. */
export type DraftText = { draft: FaultDraft } | { error: string };

/** The draft as YAML, to be edited. */
export function writeDraft({ kind, name, spec }: FaultDraft): string {
  return stringify({
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind,
    metadata: { name },
    spec,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a draft from YAML: an object of Chaos Mesh, of which kind, name and spec count. */
export function readDraft(text: string): DraftText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [problem] = document.errors;
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0]);
    const [first] = problem.message.split(/ at line |\n/);
    return { error: `Line ${line}, column ${col}: ${first}.` };
  }
  const value: unknown = document.toJS();
  if (!isRecord(value)) return { error: 'It is no object.' };
  const metadata = isRecord(value.metadata) ? value.metadata : {};
  const read = faultDraftSchema.safeParse({
    kind: value.kind,
    name: metadata.name,
    spec: value.spec,
  });
  if (read.success) return { draft: read.data };
  const [{ path, message }] = read.error.issues;
  const where = path[0] === 'name' ? 'metadata.name' : path.join('.');
  return { error: `${where}: ${message}.` };
}
