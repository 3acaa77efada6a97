import { isRecord, JsonRecord } from '../store/json';
import { badRequest, invalid } from '../store/status';
import { Json } from '../store/types';
import { Authorizer, Rule } from './rbac';
import { Body, User } from './types';

const text = (value: Json | undefined): string =>
  typeof value === 'string' ? value : '';

/** What makes no question: reported as an invalid object without a kind. */
const refused = (field: string, value: unknown, why: string) =>
  invalid({ group: 'authorization.k8s.io', kind: '' }, '', [
    {
      field,
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
    },
  ]);

function judged(authorizer: Authorizer, user: User, spec: JsonRecord): boolean {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec;
  if (isRecord(resource) && isRecord(path)) {
    throw refused(
      'spec.nonResourceAttributes',
      { Path: text(path.path), Verb: text(path.verb) },
      'cannot be specified in combination with resourceAttributes',
    );
  }
  if (isRecord(resource)) {
    const subresource = text(resource.subresource);
    return authorizer.allows(user, {
      verb: text(resource.verb),
      group: text(resource.group),
      resource: `${text(resource.resource)}${
        subresource ? `/${subresource}` : ''
      }`,
      ...(resource.namespace ? { namespace: text(resource.namespace) } : {}),
      ...(resource.name ? { name: text(resource.name) } : {}),
    });
  }
  if (isRecord(path)) {
    return authorizer.allowsPath(user, text(path.verb), text(path.path));
  }
  throw refused(
    'spec.resourceAttributes',
    null,
    'exactly one of nonResourceAttributes or resourceAttributes must be specified',
  );
}

const shown = (rules: Rule[]) => ({
  resourceRules: rules
    .filter(rule => rule.resources.length > 0)
    .map(({ verbs, apiGroups, resources, resourceNames }) => ({
      verbs,
      apiGroups,
      resources,
      ...(resourceNames.length ? { resourceNames } : {}),
    })),
  nonResourceRules: rules
    .filter(rule => rule.nonResourceURLs.length > 0)
    .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
  incomplete: false,
});

type Reviewer = (
  authorizer: Authorizer,
  user: User,
  spec: JsonRecord,
) => JsonRecord;

const subjectReview: Reviewer = (authorizer, _user, spec) => {
  const name = text(spec.user);
  const groups = Array.isArray(spec.groups) ? spec.groups.map(String) : [];
  if (!name && groups.length === 0) {
    throw refused(
      'spec.user',
      '',
      'at least one of user or group must be specified',
    );
  }
  return { allowed: judged(authorizer, { name, groups }, spec) };
};

const REVIEWERS: Record<string, [kind: string, reviewer: Reviewer]> = {
  'authorization.k8s.io/selfsubjectaccessreviews': [
    'SelfSubjectAccessReview',
    (authorizer, user, spec) => ({
      allowed: judged(authorizer, user, spec),
    }),
  ],
  'authorization.k8s.io/subjectaccessreviews': [
    'SubjectAccessReview',
    subjectReview,
  ],
  'authorization.k8s.io/localsubjectaccessreviews': [
    'LocalSubjectAccessReview',
    subjectReview,
  ],
  'authorization.k8s.io/selfsubjectrulesreviews': [
    'SelfSubjectRulesReview',
    (authorizer, user, spec) => {
      if (!spec.namespace) throw badRequest('no namespace on request');
      return shown(authorizer.rulesFor(user, text(spec.namespace)));
    },
  ],
  'authentication.k8s.io/selfsubjectreviews': [
    'SelfSubjectReview',
    (_authorizer, user) => ({
      userInfo: { username: user.name, groups: [...user.groups] },
    }),
  ],
};

/** Whether something is asked by creating an object of this kind. */
export const isReview = (group: string, plural: string): boolean =>
  Object.hasOwn(REVIEWERS, `${group}/${plural}`);

/** Answers a question about what somebody may do. @throws ApiError */
export function review(
  authorizer: Authorizer,
  user: User,
  group: string,
  plural: string,
  body: Body,
): JsonRecord {
  const [kind, reviewer] = REVIEWERS[`${group}/${plural}`];
  if (body.kind !== undefined && body.kind !== kind) {
    throw badRequest(`${String(body.kind)} cannot be handled as a ${kind}`);
  }
  const spec = isRecord(body.spec) ? body.spec : {};
  return {
    kind,
    apiVersion: `${group}/v1`,
    metadata: {},
    ...(kind === 'SelfSubjectReview' ? {} : { spec }),
    status: reviewer(authorizer, user, spec),
  };
}
