export * from './counts';
export * from './filters';
export * from './page';
export * from './query';
export * from './sort';
