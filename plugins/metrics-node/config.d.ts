export interface Config {
  slipway?: {
    clusters?: {
      [cluster: string]: {
        /** Where the cluster's series are. */
        prometheus?: {
          /** Base URL of its HTTP API. */
          url: string;
          /**
           * Headers of each request, such as Authorization.
           * @deepVisibility secret
           */
          headers?: { [name: string]: string };
          /** Window of rates: at least four scrape intervals. Default 1m. */
          window?: string;
        };
      };
    };
  };
}
