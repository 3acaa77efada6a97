export * from './binding';
export * from './pointers';
