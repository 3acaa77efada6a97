/**
 * The sandbox: three clusters that behave like real ones, with nothing but Node.
 *
 * @packageDocumentation
 */
export * from './clock/types';
export * from './controllers/types';
export * from './kube/types';
export * from './promql/types';
