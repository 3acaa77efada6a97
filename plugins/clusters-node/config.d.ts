export interface Config {
  slipway?: {
    /**
     * What Slipway knows of each cluster of the `kubernetes` section, by the
     * cluster's name there.
     */
    clusters?: {
      [cluster: string]: {
        /** Name for people. */
        title?: string;
        /** Environment of its namespaces unless they say otherwise. Undeclared counts as prod. */
        environment?: 'dev' | 'stage' | 'prod';
        /** Environments of single namespaces; goes before the namespace's own label. */
        namespaces?: {
          [namespace: string]: {
            environment?: 'dev' | 'stage' | 'prod';
          };
        };
        /** Namespaces to watch where RBAC forbids a cluster-wide watch. */
        watchNamespaces?: string[];
        /**
         * Write as `slipway:user:…` with groups `slipway:group:…`, so that the
         * cluster's RBAC judges the person too. Default false.
         */
        impersonate?: boolean;
        /** May people act on this cluster through the portal? Default false: look only. */
        allowActions?: boolean;
      };
    };
    /** One more cluster, from a kubeconfig file named here. Never taken from the environment. */
    kubeconfig?: {
      /** Path of the file. */
      file: string;
      /** Context in the file; also the cluster's name in Slipway. */
      context: string;
      /** Default false: look only. */
      allowActions?: boolean;
    };
  };
}
