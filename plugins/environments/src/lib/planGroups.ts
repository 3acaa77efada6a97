import {
  ChangeKind,
  countsInWords,
  countsOf,
  ResourceChange,
} from '@slipway/plugin-environments-common';

/** Up to so many resources a plan is shown without folded modules. */
export const MOST_UNFOLDED = 30;

/** What a plan does in one module. */
export interface ModuleGroup {
  /** `module.network`; empty: the root module. */
  module: string;
  resources: ResourceChange[];
  /** `2 to update, 7 to create` */
  words: string;
}

/**
 * `module.network["eu"].module.subnets.`: the modules that an address starts
 * with. Keys of instances may hold dots and brackets, quoted as in HCL.
 *
 * @see https://developer.hashicorp.com/terraform/cli/state/resource-addressing
 */
const MODULES =
  /^(?:module\.[^.[\s]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*(?=(?:data\.)?[^.]+\.)/;

/** The module of a resource: `module.network`; empty for the root module. */
export function moduleOf(address: string): string {
  const found = MODULES.exec(address)?.[0] ?? '';
  return found.replace(/\.$/, '');
}

const LOST: readonly ChangeKind[] = ['delete', 'replace'];

/** Whether what the resource holds is lost. */
export const isLost = ({ change }: Pick<ResourceChange, 'change'>): boolean =>
  LOST.includes(change);

const count = (resources: readonly ResourceChange[], kind: ChangeKind) =>
  resources.filter(({ change }) => change === kind).length;

/** What the changes of some resources are, in words. */
export function changesInWords(resources: readonly ResourceChange[]): string {
  const counts = countsOf(resources);
  const quiet = (
    [
      [counts.read, 'to read'],
      [count(resources, 'forget'), 'to forget'],
      [count(resources, 'no-op'), 'without a change'],
    ] as const
  )
    .filter(([many]) => many > 0)
    .map(([many, what]) => `${many} ${what}`);
  const loud = countsInWords(counts);
  const isQuietOnly = resources.every(({ change }) =>
    ['read', 'forget', 'no-op'].includes(change),
  );
  return isQuietOnly && quiet.length > 0
    ? quiet.join(', ')
    : [loud, ...quiet].join(', ');
}

/** Resources by their modules: the root module first, then by name; each keeps its order. */
export function byModule(resources: readonly ResourceChange[]): ModuleGroup[] {
  const groups = new Map<string, ResourceChange[]>();
  for (const resource of resources) {
    const module = moduleOf(resource.address);
    groups.set(module, [...(groups.get(module) ?? []), resource]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([module, of]) => ({
      module,
      resources: of,
      words: changesInWords(of),
    }));
}

/** Resources that a search finds: by address, and by paths of what changes. */
export function findResources(
  resources: readonly ResourceChange[],
  search: string,
): ResourceChange[] {
  const words = search.toLocaleLowerCase('en-US').split(/\s+/).filter(Boolean);
  return resources.filter(({ address, attributes }) => {
    const text = [address, ...attributes.map(({ path }) => path)]
      .join('\n')
      .toLocaleLowerCase('en-US');
    return words.every(word => text.includes(word));
  });
}
