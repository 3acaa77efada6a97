export { permissionModuleSlipway as default } from './module';
