import {
  CHANGE_KINDS,
  ChangeKind,
  OutputChange,
  PlanCounts,
  ReleaseChange,
  ResourceChange,
} from '../types';
import { PlanJson, PlanJsonChange, PlanJsonResource } from './planJson';
import { attributeChanges, sensitiveTexts, shown } from './values';

/** Most changes of attributes that are listed of one resource. */
const MOST_ATTRIBUTES = 200;

/** Why Terraform does what it does: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
const REASONS: Record<string, string> = {
  replace_because_tainted: 'it was left damaged by an earlier run',
  replace_because_cannot_update: 'what changes cannot be changed in place',
  replace_by_request: 'a replacement was asked for',
  replace_by_triggers: 'something that it depends on changes',
  delete_because_no_resource_config: 'it is no longer in the configuration',
  delete_because_no_module: 'its module is no longer in the configuration',
  delete_because_wrong_repetition: 'its kind of repetition changed',
  delete_because_count_index: 'the count is lower',
  delete_because_each_key: 'its key is no longer there',
  delete_because_no_move_target: 'what it was moved to is not there',
  read_because_config_unknown: 'what it reads is known only afterwards',
  read_because_dependency_pending: 'what it reads depends on other changes',
  read_because_check_nested: 'a check reads it',
};

/** What a list of actions means: `["delete", "create"]` is a replacement. */
export function changeKindOf(actions: readonly string[]): ChangeKind {
  if (actions.includes('delete') && actions.includes('create')) {
    return 'replace';
  }
  const [only] = actions;
  return CHANGE_KINDS.find(kind => kind === only) ?? 'update';
}

/** Every text that the plan says is sensitive. Providers repeat them where they are not marked. */
export function secretsOf(plan: PlanJson): string[] {
  const declared = plan.configuration?.root_module?.variables ?? {};
  const variables = Object.entries(plan.variables ?? {}).flatMap(
    ([name, { value }]) =>
      declared[name]?.sensitive ? sensitiveTexts(value, true) : [],
  );
  const changes = [
    ...plan.resource_changes.map(one => one.change),
    ...plan.resource_drift.map(one => one.change),
    ...Object.values(plan.output_changes),
  ].flatMap(one => [
    ...sensitiveTexts(one.before, one.before_sensitive),
    ...sensitiveTexts(one.after, one.after_sensitive),
  ]);
  return [...new Set([...variables, ...changes])];
}

const sidesOf = (change: PlanJsonChange) => ({
  before: {
    value: change.before,
    sensitive: change.before_sensitive,
    unknown: undefined,
  },
  after: {
    value: change.after,
    sensitive: change.after_sensitive,
    unknown: change.after_unknown,
  },
});

function resourceChange(
  resource: PlanJsonResource,
  secrets: readonly string[],
): ResourceChange {
  const { address, type, change, previous_address, action_reason } = resource;
  const attributes = attributeChanges({
    ...sidesOf(change),
    replacing: change.replace_paths ?? [],
    secrets,
  });
  // What forces a replacement is read first.
  attributes.sort(
    (a, b) => Number(b.forcesReplacement) - Number(a.forcesReplacement),
  );
  return {
    address,
    type,
    change: changeKindOf(change.actions),
    ...(action_reason
      ? { reason: REASONS[action_reason] ?? action_reason.replace(/_/g, ' ') }
      : {}),
    ...(previous_address ? { movedFrom: previous_address } : {}),
    ...(change.importing?.id ? { importedId: change.importing.id } : {}),
    attributes: attributes.slice(0, MOST_ATTRIBUTES),
    leftOut: Math.max(0, attributes.length - MOST_ATTRIBUTES),
  };
}

/** Destroys first, then replacements, then the rest; each by address. */
function byDanger(a: ResourceChange, b: ResourceChange): number {
  return (
    CHANGE_KINDS.indexOf(a.change) - CHANGE_KINDS.indexOf(b.change) ||
    a.address.localeCompare(b.address, 'en')
  );
}

/** What a plan would do, as it may be read: nothing in it is a secret. */
export interface PlanDiff {
  resources: ResourceChange[];
  outputs: OutputChange[];
  drift: ResourceChange[];
}

/**
 * The diff of a plan, from `terraform show -json`. Values that Terraform marks
 * as sensitive, their repetitions elsewhere, and what looks like a secret are
 * hidden; values that are known only afterwards are said to be.
 */
export function planDiff(plan: PlanJson): PlanDiff {
  const secrets = secretsOf(plan);
  const isShown = ({ change, movedFrom, importedId }: ResourceChange) =>
    change !== 'no-op' || movedFrom !== undefined || importedId !== undefined;
  return {
    resources: plan.resource_changes
      .map(one => resourceChange(one, secrets))
      .filter(isShown)
      .sort(byDanger),
    outputs: Object.entries(plan.output_changes)
      .map(([name, change]) => {
        const { before, after } = sidesOf(change);
        return {
          name,
          change: changeKindOf(change.actions),
          before: shown(before, name, secrets),
          after: shown(after, name, secrets),
        };
      })
      .filter(({ change }) => change !== 'no-op')
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    drift: plan.resource_drift
      .map(one => resourceChange(one, secrets))
      .filter(({ change }) => change !== 'no-op')
      .sort(byDanger),
  };
}

/** How many of each a plan has. */
export function countsOf(
  resources: ReadonlyArray<Pick<ResourceChange, 'change'>>,
  releases: readonly ReleaseChange[] = [],
): PlanCounts {
  const count = (kind: ChangeKind) =>
    resources.filter(({ change }) => change === kind).length;
  return {
    create: count('create'),
    update: count('update'),
    replace: count('replace'),
    delete: count('delete'),
    read: count('read'),
    releases: releases.length,
  };
}

/** `3 to create, 1 to delete`; `No changes.` where there are none. */
export function countsInWords(counts: PlanCounts): string {
  const words = [
    [counts.delete, 'to delete'],
    [counts.replace, 'to replace'],
    [counts.update, 'to update'],
    [counts.create, 'to create'],
    [counts.releases, 'objects of Helm releases to change'],
  ] as const;
  const said = words
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`);
  return said.length ? said.join(', ') : 'no changes';
}

/** Whether applying it would change nothing. */
export const isEmptyPlan = ({ read: _, ...counts }: PlanCounts): boolean =>
  Object.values(counts).every(count => count === 0);
