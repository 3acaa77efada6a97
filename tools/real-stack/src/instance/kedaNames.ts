/** Namespace of KEDA, as everybody who installs it calls it. */
export const KEDA_NAMESPACE = 'keda';

/** ServiceAccount of operator, adapter and webhooks. */
export const KEDA_ACCOUNT = 'keda-operator';

/** Service of the adapter, by which the API server knows it. */
export const KEDA_ADAPTER_SERVICE = 'keda-metrics-apiserver';

/** Name that the API server expects in the adapter's certificate. */
export const KEDA_ADAPTER_HOST = `${KEDA_ADAPTER_SERVICE}.${KEDA_NAMESPACE}.svc`;
