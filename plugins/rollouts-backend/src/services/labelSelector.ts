/** One requirement of a Kubernetes label selector. */
interface Requirement {
  key: string;
  operator: 'in' | 'notin' | 'exists' | 'absent';
  values: string[];
}

/** A parsed selector: all requirements must hold. */
export type LabelSelector = (labels: Record<string, string>) => boolean;

const SET = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/;
const EQUALITY = /^([^\s=!]+)\s*(==|=|!=)\s*([^\s=!]*)$/;
const EXISTS = /^(!?)\s*([^\s=!(),]+)$/;

function parseRequirement(text: string): Requirement | undefined {
  const set = SET.exec(text);
  if (set) {
    return {
      key: set[1],
      operator: set[2] === 'in' ? 'in' : 'notin',
      values: set[3].split(',').map(value => value.trim()),
    };
  }
  const equality = EQUALITY.exec(text);
  if (equality) {
    return {
      key: equality[1],
      operator: equality[2] === '!=' ? 'notin' : 'in',
      values: [equality[3]],
    };
  }
  const exists = EXISTS.exec(text);
  if (exists) {
    return {
      key: exists[2],
      operator: exists[1] ? 'absent' : 'exists',
      values: [],
    };
  }
  return undefined;
}

function holds(requirement: Requirement, labels: Record<string, string>) {
  const value = Object.hasOwn(labels, requirement.key)
    ? labels[requirement.key]
    : undefined;
  switch (requirement.operator) {
    case 'in':
      return value !== undefined && requirement.values.includes(value);
    case 'notin':
      return value === undefined || !requirement.values.includes(value);
    case 'exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

/**
 * Parses a label selector as `kubectl -l` takes it (`a=b,c!=d,e in (f,g),!h`).
 *
 * @returns the test, or `undefined` when the text is empty or is not a selector:
 * then nothing is selected, never everything.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function parseLabelSelector(text: string): LabelSelector | undefined {
  const parts = text
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(part => part !== '');
  if (parts.length === 0) return undefined;
  const requirements: Requirement[] = [];
  for (const part of parts) {
    const requirement = parseRequirement(part);
    if (!requirement) return undefined;
    requirements.push(requirement);
  }
  return labels => requirements.every(each => holds(each, labels));
}
