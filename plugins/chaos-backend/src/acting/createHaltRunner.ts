import {
  ActionRunner,
  ActionRunnerOptions,
  ActionWriter,
  portalSubject,
} from '@slipway/plugin-actions-node';
import {
  HaltState,
  haltActions,
  HaltTypes,
  HaltWrite,
  seenHaltSchema,
} from '@slipway/plugin-chaos-common';
import { HaltService } from '../services/HaltService';
import { haltTarget } from '../services/haltTarget';

/** There is one halt for the whole portal. */
export type HaltRef = Record<string, never>;

/** What a halt did. */
export interface HaltResult {
  halt: HaltState;
}

/** Executes halt and lift. */
export type HaltRunner = ActionRunner<HaltTypes, HaltRef, HaltResult>;

/** The runner of halt and lift. A basic permission; agents may not. */
export function createHaltRunner({
  appBaseUrl,
  halt,
  ...options
}: Omit<
  ActionRunnerOptions<HaltTypes, HaltRef, HaltResult>,
  'plugin' | 'actions' | 'subject' | 'writer' | 'grants' | 'owners'
> & {
  appBaseUrl: string;
  halt: HaltService;
}): HaltRunner {
  const writer: ActionWriter<HaltRef, HaltWrite, HaltResult> = {
    async apply(_ref, writes, actor) {
      for (const write of writes) {
        if (write.do === 'lift') await halt.lift(write.by, write.at);
        else await halt.halt(write, actor);
      }
      return { halt: await halt.read() };
    },
  };
  return new ActionRunner({
    ...options,
    plugin: 'chaos',
    actions: Object.values(haltActions),
    grants: undefined,
    owners: undefined,
    writer,
    subject: portalSubject<HaltTypes, HaltRef>({
      kind: 'Faults',
      seen: seenHaltSchema,
      nameOf: () => 'all faults',
      targetOf: haltTarget,
      linkOf: () => `${appBaseUrl}/resilience`,
      refusalOf: () =>
        'Only the platform group may halt all faults, or lift a halt. Stop the faults of your own services instead.',
      load: async () => ({
        fresh: { ...(await halt.read()), running: halt.running() },
      }),
    }),
  });
}
