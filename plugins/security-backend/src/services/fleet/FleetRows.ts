import { countBySeverity, FleetRow } from '@slipway/plugin-security-common';
import { WorkloadPlace } from '../../database/FindingsStore';
import { OwnedBy } from '../Running';
import { ownedBy } from './places';

/** The rows of an answer, made as they are needed. */
export class FleetRows {
  readonly #rows = new Map<string, FleetRow>();

  constructor(
    /** What is known: absent figures are unknown, not zero. */
    private readonly knows: { exploited: boolean; outside: boolean },
  ) {}

  of({ cluster, namespace, workload }: WorkloadPlace, owner: OwnedBy) {
    const key = owner.entityRef
      ? `${cluster} ${owner.entityRef}`
      : `${cluster} ${namespace}/${workload}`;
    const known = this.#rows.get(key);
    if (known) return known;
    const row: FleetRow = {
      key,
      ...ownedBy(owner),
      ...(owner.entityRef ? {} : { workload: { namespace, name: workload } }),
      cluster,
      counts: countBySeverity([]),
      fixable: 0,
      ...(this.knows.exploited ? { exploited: 0 } : {}),
      images: 0,
      notScanned: 0,
      ...(this.knows.outside ? { outside: 0 } : {}),
    };
    this.#rows.set(key, row);
    return row;
  }

  all(): FleetRow[] {
    return [...this.#rows.values()];
  }
}
