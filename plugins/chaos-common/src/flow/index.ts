export * from './nodeState';
export * from './scheduleFacts';
export * from './workflowFacts';
