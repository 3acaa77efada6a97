import { isRecord, valueAt } from './json';
import { badRequest } from './status';
import { KubeObject, ResourceType } from './types';

export type ObjectFilter = (object: Readonly<KubeObject>) => boolean;

interface Requirement {
  key: string;
  operator: 'in' | 'notin' | 'exists' | '!' | '>' | '<';
  values: string[];
}

const TOKEN = /\s*(==|!=|=|>|<|!|\(|\)|,|[^\s=!<>(),]+)/y;
const KEY =
  /^([a-z0-9A-Z.-]{1,253}\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

function tokens(text: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) throw badRequest(`unable to parse requirement: ${text}`);
    found.push(match[1]);
  }
  return found;
}

/** Reads `app=web,tier in (a,b),!x`. @throws ApiError 400 */
export function parseLabelSelector(text: string): Requirement[] {
  const list = tokens(text);
  const requirements: Requirement[] = [];
  let at = 0;
  const fail = (why: string) =>
    badRequest(`unable to parse requirement: ${why}`);
  const word = (what: string): string => {
    const token = list[at];
    if (token === undefined || /^(==|!=|[=><!(),])$/.test(token)) {
      throw fail(`found '${token ?? ''}', expected: ${what}`);
    }
    at += 1;
    return token;
  };
  const key = (): string => {
    const name = word('identifier');
    if (!KEY.test(name)) {
      throw fail(`<nil>: Invalid value: "${name}": invalid label key`);
    }
    return name;
  };
  const set = (): string[] => {
    if (list[at] !== '(')
      throw fail(`found '${list[at] ?? ''}', expected: '('`);
    at += 1;
    const values: string[] = [];
    for (;;) {
      if (list[at] === ')' || list[at] === ',') values.push('');
      else values.push(word('value'));
      const end = list[at];
      at += 1;
      if (end === ')') return values;
      if (end !== ',') throw fail(`found '${end ?? ''}', expected: ',' or ')'`);
    }
  };
  const requirement = (): Requirement => {
    if (list[at] === '!') {
      at += 1;
      return { key: key(), operator: '!', values: [] };
    }
    const name = key();
    const operator = list[at];
    if (operator === undefined || operator === ',') {
      return { key: name, operator: 'exists', values: [] };
    }
    at += 1;
    switch (operator) {
      case '=':
      case '==':
      case '!=': {
        const empty = list[at] === undefined || list[at] === ',';
        return {
          key: name,
          operator: operator === '!=' ? 'notin' : 'in',
          values: [empty ? '' : word('value')],
        };
      }
      case '>':
      case '<':
        return { key: name, operator, values: [word('value')] };
      case 'in':
      case 'notin':
        return { key: name, operator, values: set() };
      default:
        throw fail(
          `found '${operator}', expected: in, notin, =, ==, !=, gt, lt`,
        );
    }
  };
  while (at < list.length) {
    requirements.push(requirement());
    if (at < list.length) {
      if (list[at] !== ',') throw fail(`found '${list[at]}', expected: ','`);
      at += 1;
      if (at === list.length) throw fail(`found '', expected: identifier`);
    }
  }
  return requirements;
}

function meets(
  { key, operator, values }: Requirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'in':
      return value !== undefined && values.includes(value);
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    default: {
      if (value === undefined || !/^-?\d+$/.test(value)) return false;
      return operator === '>'
        ? Number(value) > Number(values[0])
        : Number(value) < Number(values[0]);
    }
  }
}

/** The fields by which a kind can be selected, apart from name and namespace. */
const FIELDS: Record<string, readonly string[]> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
  'replicasets.apps': ['status.replicas'],
  'jobs.batch': ['status.successful'],
};

/** What a field is to a selector: a text, empty when absent. */
function fieldText(object: Readonly<KubeObject>, field: string): string {
  const path =
    object.kind === 'Event' && field === 'source'
      ? ['source', 'component']
      : field.split('.');
  const value = valueAt(object, path);
  if (value === undefined || value === null) {
    return field === 'spec.unschedulable' || field === 'spec.hostNetwork'
      ? 'false'
      : '';
  }
  return typeof value === 'object' ? '' : String(value);
}

/** Reads `metadata.name=a,status.phase!=Running`. @throws ApiError 400 */
export function fieldFilter(type: ResourceType, text: string): ObjectFilter {
  const allowed = [
    'metadata.name',
    ...(type.namespaced ? ['metadata.namespace'] : []),
    ...(FIELDS[type.group ? `${type.plural}.${type.group}` : type.plural] ??
      []),
  ];
  const terms = text
    .split(',')
    .filter(term => term.trim())
    .map(term => {
      const match = /^\s*([^=!\s]+)\s*(==|!=|=)\s*(.*?)\s*$/.exec(term);
      if (!match) {
        throw badRequest(
          `invalid selector: '${text}'; can't understand '${term}'`,
        );
      }
      const [, field, operator, value] = match;
      if (!allowed.includes(field)) {
        throw badRequest(`field label not supported: ${field}`);
      }
      return { field, equal: operator !== '!=', value };
    });
  return object =>
    terms.every(
      ({ field, equal, value }) =>
        (fieldText(object, field) === value) === equal,
    );
}

/** Whether labels meet a selector written as text. @throws ApiError 400 */
export function labelFilter(text: string): ObjectFilter {
  const requirements = parseLabelSelector(text);
  return ({ metadata }) =>
    requirements.every(requirement =>
      meets(requirement, metadata.labels ?? {}),
    );
}

/** All filters of a list or watch as one. */
export function objectFilter(
  type: ResourceType,
  {
    namespace,
    labelSelector,
    fieldSelector,
  }: { namespace?: string; labelSelector?: string; fieldSelector?: string },
): ObjectFilter {
  const filters: ObjectFilter[] = [];
  if (namespace) {
    filters.push(({ metadata }) => metadata.namespace === namespace);
  }
  if (labelSelector) filters.push(labelFilter(labelSelector));
  if (fieldSelector) filters.push(fieldFilter(type, fieldSelector));
  return object => filters.every(filter => filter(object));
}

/** A selector as objects hold it (`matchLabels`, `matchExpressions`). */
export function matchesSelector(
  selector: unknown,
  labels: Readonly<Record<string, string>> = {},
): boolean {
  if (!isRecord(selector)) return false;
  const { matchLabels, matchExpressions } = selector;
  const pairs = isRecord(matchLabels) ? Object.entries(matchLabels) : [];
  const expressions = Array.isArray(matchExpressions) ? matchExpressions : [];
  return (
    pairs.every(([key, value]) => labels[key] === value) &&
    expressions.filter(isRecord).every(expression => {
      const operators = {
        In: 'in',
        NotIn: 'notin',
        Exists: 'exists',
        DoesNotExist: '!',
      } as const;
      const operator = Object.entries(operators).find(
        ([name]) => name === expression.operator,
      );
      return (
        operator !== undefined &&
        meets(
          {
            key: String(expression.key),
            operator: operator[1],
            values: Array.isArray(expression.values)
              ? expression.values.map(String)
              : [],
          },
          labels,
        )
      );
    })
  );
}
