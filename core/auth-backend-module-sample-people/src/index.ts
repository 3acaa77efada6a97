export { authModuleSamplePeople as default } from './module';
