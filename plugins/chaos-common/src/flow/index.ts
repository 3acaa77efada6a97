export * from './nodeState';
