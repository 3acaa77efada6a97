export * from './catalogConflicts';
