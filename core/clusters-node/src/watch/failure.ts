import { FreshnessState } from '@slipway/plugin-clusters-common';

/** Why a list or watch did not continue, and what follows from it. */
export class WatchFailure extends Error {
  readonly name = 'WatchFailure';

  constructor(
    /** `broken`: it may work again any moment. Shown as `stale` or `unreachable`, by whether there is data. */
    readonly kind:
      | 'broken'
      | Extract<FreshnessState, 'refused' | 'not-installed'>,
    /** One sentence for users, without secrets. */
    readonly reason: string,
    readonly options: {
      /** The kept resourceVersion is of no use any more. */
      relist?: boolean;
      /** The server asked to wait at least so long. */
      retryAfterMs?: number;
      /** A cluster-wide request was forbidden by RBAC. */
      forbidden?: boolean;
      /** An open watch ended as watches do (cut, history compacted): reported only when it does not come back soon. */
      ordinary?: boolean;
      /** The watch ended because nothing came: nobody knows since when. */
      silent?: boolean;
      /** The cluster stopped answering after this time: the data was current then. */
      lastHeard?: Date;
    } = {},
  ) {
    super(reason);
  }
}
