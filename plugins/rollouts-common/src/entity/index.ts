export * from './explainLookup';
export * from './lookup';
