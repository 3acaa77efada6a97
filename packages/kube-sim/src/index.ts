/**
 * A Kubernetes API server: store, HTTP, watch, RBAC, clock.
 *
 * @packageDocumentation
 */
export * from './clock';
export * from './http';
export * from './store';
