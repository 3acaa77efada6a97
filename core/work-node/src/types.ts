import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  PartCheck,
  PartKind,
  PartOffer,
  PartOrder,
  RunningWork,
  StartedPart,
} from '@slipway/plugin-work-common';

/** Work that a joint run can start as one of its parts. */
export interface WorkParts {
  kind: PartKind;
  /** What can be started on an entity at a place. */
  offers(
    place: { entityRef: string; cluster: string; namespace: string },
    credentials: BackstageCredentials,
  ): Promise<PartOffer[]>;
  /** What would happen if it were started now; nothing is changed. */
  check(
    order: PartOrder,
    credentials: BackstageCredentials,
  ): Promise<PartCheck>;
  /**
   * Starts it: permission, guardrails, audit and activity as when a user starts
   * it by hand. The same `id` starts nothing twice.
   *
   * @param order.id - of the part, unique over all joint runs
   * @throws NotAllowedError, ConflictError, InputError as for a user
   */
  start(
    order: PartOrder & { id: string },
    credentials: BackstageCredentials,
  ): Promise<StartedPart>;
  /**
   * Where a part stands, also after a restart.
   *
   * @throws ServiceUnavailableError when that is not known now
   * @throws NotFoundError when there is no such part and none has been
   */
  state(ref: string): Promise<StartedPart>;
  /**
   * Finds what `start` has started under this id, for a portal that stopped in between.
   */
  find(id: string): Promise<StartedPart | undefined>;
  /** Ends it at once; safe to call again. Needs no user, so that a breach can stop it at any time. */
  stop(ref: string, reason: string): Promise<void>;
}

/** What one plugin runs. */
export interface WorkProvider {
  /** Id of the plugin. */
  plugin: string;
  /**
   * All that it runs now, of all users.
   *
   * @throws ServiceUnavailableError when it does not know; its message is shown to users
   */
  running(): RunningWork[] | Promise<RunningWork[]>;
  /**
   * Why `running` may lack something, one line each, shown to users: `eks-prod
   * is unreachable`. Absent or empty: it lacks nothing.
   */
  lacking?(): string[];
  /** Calls the listener after each change of `running`; gives the function that ends it. */
  onChange(listener: () => void): () => void;
  parts?: WorkParts;
}

/** What runs, as far as it is known. */
export interface WorkAnswer {
  work: RunningWork[];
  /** Plugins that could not tell all, with the reason; a plugin may be here and have work in the list. */
  unknown: Array<{ plugin: string; reason: string }>;
}

/** The one list of what runs on services, over all plugins of the process. */
export interface Work {
  register(provider: WorkProvider): void;
  /** All that runs; one provider that fails or takes longer than 5 s is listed as unknown, and the others are there. */
  running(): Promise<WorkAnswer>;
  onChange(listener: () => void): () => void;
  /** The provider of a kind of part; undefined when no installed plugin has it. */
  partsOf(kind: PartKind): WorkParts | undefined;
}
