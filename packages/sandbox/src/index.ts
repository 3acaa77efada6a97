/**
 * The sandbox: three clusters that behave like real ones, with nothing but Node.
 *
 * @packageDocumentation
 */
export * from './modules';
