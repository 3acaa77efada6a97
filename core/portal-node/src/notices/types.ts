import { NotificationSendOptions } from '@backstage/plugin-notifications-node';

/** A notification that is not lost with the process that wants to send it. */
export interface Notice {
  /** What it is about, unique in the plugin: `load-run/<id>/ended`. It is sent for the first only. */
  key: string;
  /** Entities; users of the catalog, groups, or things that have an owner. */
  recipients: string[];
  /** Backstage shows one line for each scope: what is sent a second time replaces the first. */
  payload: NotificationSendOptions['payload'] & { scope: string };
}

/** Where a plugin leaves what it notifies of. */
export interface Notices {
  /**
   * Keeps a notice. When this resolves, the notice is sent at least once, by
   * this process or a later one. Called before the thing that it is about is
   * kept as over, it cannot be lost; a second call with the key does nothing.
   */
  put(notice: Notice): Promise<void>;
}
