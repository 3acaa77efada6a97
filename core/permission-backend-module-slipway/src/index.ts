export { permissionModuleSlipway as default } from './module';
export { catalogModuleTrust } from './catalogTrust/module';
export { catalogModulePaths } from './catalogPaths/module';
export { decide } from './decide';
export type { Asker, Verdict } from './decide';
