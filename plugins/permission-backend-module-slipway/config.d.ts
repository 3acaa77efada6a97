export interface Config {
  slipway?: {
    permission?: {
      /**
       * Groups whose members may do everything, as entity references.
       * Default: `['group:default/platform']`.
       */
      platformGroups?: string[];
    };
  };
}
