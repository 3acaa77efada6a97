import { parseEntityRef } from '@backstage/catalog-model';
import { EnvironmentRow } from '@slipway/plugin-environments-common';

/** What of the form of the template `environment` is filled in before it is opened; the names are those of its fields. */
export interface Prefilled {
  owner?: string;
  system?: string;
  cloud?: string;
  size?: string;
  tier?: string;
  services?: Array<{ service: string; version?: string; replicas?: number }>;
}

/** The query that fills in the form of a template: `?formData=…`. Empty where nothing is known. */
export function formDataQuery(prefilled: Prefilled): string {
  return Object.values(prefilled).some(value => value !== undefined)
    ? `?${new URLSearchParams({ formData: JSON.stringify(prefilled) })}`
    : '';
}

/** What is known of a new environment on the page of an entity. */
export function prefilledOf(
  entityRef: string,
  owner: string | undefined,
): Prefilled {
  const { kind, name } = parseEntityRef(entityRef);
  switch (kind.toLowerCase()) {
    case 'group':
      return { owner: entityRef };
    case 'system':
      return { system: entityRef, owner };
    case 'component':
      return { owner, services: [{ service: name }] };
    default:
      return { owner };
  }
}

/** The form of an environment like another one: all but its name and its end. */
export const cloneOf = ({
  owner,
  system,
  cloud,
  size,
  tier,
  services,
}: EnvironmentRow): Prefilled => ({
  owner,
  ...(system ? { system } : {}),
  cloud,
  size,
  tier,
  services: Object.entries(services).map(([service, choice]) => ({
    service,
    ...choice,
  })),
});
