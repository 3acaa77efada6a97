export { permissionModuleSlipway as default } from './module';
export { catalogModuleTrust } from './catalogTrust/module';
export { catalogModulePaths } from './catalogPaths/module';
