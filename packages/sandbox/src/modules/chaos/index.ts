import { Kind, Objects } from '../../loops';
import { SandboxModule } from '../types';
import { effects } from './effects';
import { FaultController } from './FaultController';
import { API, chaosKinds, COLUMNS, FAULTS } from './kinds';
import { Fault } from './model';
import { rbac } from './rbac';
import { fill } from './webhook/fill';
import { refuse } from './webhook/refuse';

/** Chaos Mesh: its fault kinds, its webhooks and its controller. */
export const chaos: SandboxModule = {
  kinds: chaosKinds(),
  columns: COLUMNS,
  rbac,
  fill,
  refuse,
  effects,
  loops({ store, clock, events, seed }) {
    const objects = new Objects(store);
    return FAULTS.map(name => {
      const kind = new Kind<Fault>(store, API, name);
      return {
        of: kind,
        create: ({ requeueAfter }) =>
          new FaultController({
            kind,
            objects,
            clock,
            events,
            seed,
            requeueAfter,
          }),
      };
    });
  },
};
