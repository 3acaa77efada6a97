import { isRecord, valueAt } from './json';
import { meets, parseLabelSelector } from './labelSelector';
import { isCustom } from './resources';
import { badRequest } from './status';
import { KubeObject, ResourceType } from './types';

export type ObjectFilter = (object: Readonly<KubeObject>) => boolean;

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
  'jobs.batch': ['status.successful'],
};

const fieldsOf = (type: ResourceType): readonly string[] =>
  FIELDS[type.group ? `${type.plural}.${type.group}` : type.plural] ?? [];

/** Kinds with fields of their own say less than those without. */
function unknownField(
  type: ResourceType,
  allowed: readonly string[],
  field: string,
) {
  return badRequest(
    isCustom(type) || fieldsOf(type).length > 0
      ? `field label not supported: ${field}`
      : `${JSON.stringify(field)} is not a known field selector: only ${allowed
          .map(one => JSON.stringify(one))
          .join(', ')}`,
  );
}

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
    ...fieldsOf(type),
  ];
  const terms = text
    .split(',')
    .filter(term => term.trim())
    .map(term => {
      const match = /^([^=!\s]+)\s*(==|!=|=)\s*([\s\S]*)$/.exec(term.trim());
      if (!match) {
        throw badRequest(
          `invalid selector: '${text}'; can't understand '${term}'`,
        );
      }
      const [, field, operator, value] = match;
      if (!allowed.includes(field)) throw unknownField(type, allowed, field);
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
