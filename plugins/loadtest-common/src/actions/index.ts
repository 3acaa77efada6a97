export * from './launch';
export * from './stop';
