export { fetchModule } from './fetch/module';
export { plainAddress } from './foreignText/plainAddress';
export { kubernetesModule } from './kubernetes/module';
export { SlipwayMark } from './logo/SlipwayMark';
export { signInModule } from './signIn/module';
export { wordsModule } from './words/module';
