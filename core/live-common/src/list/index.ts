export * from './listQuery';
export * from './matching';
export * from './csv';
