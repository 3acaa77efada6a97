import { Kind, LoopDefinition, Objects } from '../../loops';
import { SandboxModule } from '../types';
import { effects } from './effects';
import { FaultController } from './FaultController';
import { flowLoops } from './flows';
import { API, chaosKinds, COLUMNS, FAULTS } from './kinds';
import { Fault } from './model';
import { rbac } from './rbac';
import { fill } from './webhook/fill';
import { refuse } from './webhook/refuse';

/** Chaos Mesh: its faults, its Schedules and Workflows, its webhooks and its controllers. */
export const chaos: SandboxModule = {
  kinds: chaosKinds(),
  columns: COLUMNS,
  rbac,
  fill,
  refuse,
  effects,
  loops(context) {
    const { store, clock, events, seed } = context;
    const objects = new Objects(store);
    const faults = FAULTS.map((name): LoopDefinition => {
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
    return [...faults, ...flowLoops(context)];
  },
};
