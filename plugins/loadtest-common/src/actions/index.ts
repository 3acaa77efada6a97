export * from './launch';
export * from './stop';
export * from './schedule';
export * from './changeSchedule';
