export * from './explainLookup';
export * from './lookup';
export * from './pointers';
