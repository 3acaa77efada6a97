export { usersThroughPlugins, until, usersOf } from './users';
