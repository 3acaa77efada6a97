export { createApiServer } from './ApiServer';
export { createCertificate } from './certificate';
export type {
  ApiServer,
  ApiServerOptions,
  LogLine,
  LogQuery,
  LogSource,
  TokenUser,
  Tokens,
} from './types';
