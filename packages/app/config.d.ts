export interface Config {
  slipway?: {
    /** A badge on every page that says what this portal looks at, as `sandbox`. */
    badge?: {
      /**
       * One or two words.
       * @visibility frontend
       */
      label: string;
      /**
       * One sentence that explains the label.
       * @visibility frontend
       */
      tooltip?: string;
    };
  };
  auth?: {
    providers?: {
      'sample-people'?: {
        /**
         * Shown by the sign-in page; the backend's module describes each key.
         * @deepVisibility frontend
         */
        people: Array<{
          name: string;
          displayName: string;
          team: string;
          may: string;
        }>;
      };
    };
  };
}
