export { fetchModule } from './fetch/module';
export { plainAddress } from './foreignText/plainAddress';
export { kubernetesModule } from './kubernetes/module';
export { SlipwayMark } from './logo/SlipwayMark';
export { resiliencePlugin } from './resilience/plugin';
export { signInModule } from './signIn/module';
export { wordsModule } from './words/module';
export { workPlugin } from './work/plugin';
