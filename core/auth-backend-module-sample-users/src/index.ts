export { authModuleSampleUsers as default } from './module';
