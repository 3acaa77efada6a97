export { createApiServer } from './ApiServer';
export { createCertificate } from './certificate';
export type {
  ApiServer,
  ApiServerOptions,
  LogLine,
  LogQuery,
  LogSource,
  ServiceAnswer,
  ServiceBackend,
  ServiceRequest,
  TokenUser,
  Tokens,
} from './types';
