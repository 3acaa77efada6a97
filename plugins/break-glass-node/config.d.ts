export interface Config {
  slipway?: {
    breakGlass?: {
      /**
       * Groups whose members may break the glass, as entity references.
       * Default: `['group:default/on-call']`.
       */
      groups?: string[];
      /** Longest time of a grant in minutes. Default 240. */
      maxMinutes?: number;
      /** Time of a grant in minutes when none is chosen. Default 60. */
      defaultMinutes?: number;
      /** Beginnings of the names of permissions that a grant gives. Default: `['rollouts.']`. */
      permissions?: string[];
    };
  };
}
