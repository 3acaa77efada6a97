export * from './listQuery';
export * from './matching';
