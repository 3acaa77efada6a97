export * from './nodeState';
export * from './flowDraft';
export * from './sameName';
export * from './scheduleFacts';
export * from './workflowFacts';
