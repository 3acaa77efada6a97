export { createApiServer } from './ApiServer';
export type { ApiServer, ApiServerOptions, LogQuery, Tokens } from './types';
