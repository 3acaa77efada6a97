/**
 * The sandbox: three clusters that behave like real ones, with nothing but Node.
 *
 * @packageDocumentation
 */
export * from './clock/types';
export * from './controllers/types';
export * from './http';
export * from './kube';
export * from './promql/types';
