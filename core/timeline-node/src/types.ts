import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { BasicPermission } from '@backstage/plugin-permission-common';
import {
  LaneKind,
  MissingLanes,
  ShownLane,
  TimelineLane,
  TimelinePlace,
} from '@slipway/plugin-timeline-common';

/** What is asked of a provider. */
export interface TimelineQuery {
  /** Services, as `component:default/orders`; the user may see each. */
  entityRefs: string[];
  /** ms since the epoch; what touches the range is wanted. */
  from: number;
  to: number;
  /** Most items of one lane; keep the newest and count the rest in `leftOut`. */
  limit: number;
}

export interface TimelineReading {
  lanes: TimelineLane[];
  /** Workloads with golden metrics, from the one plugin that knows them. */
  places?: TimelinePlace[];
}

/** Lanes of one plugin. */
export interface TimelineProvider {
  /** Id of the plugin. */
  plugin: string;
  /** What it knows, in words, for the note when it fails: `load tests`. */
  title: string;
  kinds: LaneKind[];
  /** All of these the user must have; asked by the caller before each reading. */
  permissions: BasicPermission[];
  /** @throws ServiceUnavailableError when it does not know; its message is shown to users */
  read(
    query: TimelineQuery,
    options: { credentials: BackstageCredentials },
  ): Promise<TimelineReading>;
  /** Calls the listener after each change; gives the function that ends it. */
  onChange?(listener: () => void): () => void;
}

/** Lanes of all plugins, as far as they are known. */
export interface TimelineLanes {
  lanes: ShownLane[];
  missing: MissingLanes[];
  places: TimelinePlace[];
}

/** The one timeline, over all plugins of the process. */
export interface Timeline {
  register(provider: TimelineProvider): void;
  /** In the order of their kinds. */
  providers(): TimelineProvider[];
  /**
   * Lanes of these providers; one that fails or takes longer than 5 s is
   * listed as missing, and the lanes of the others are there.
   */
  read(
    providers: readonly TimelineProvider[],
    query: TimelineQuery,
    options: { credentials: BackstageCredentials },
  ): Promise<TimelineLanes>;
  onChange(listener: () => void): () => void;
}
