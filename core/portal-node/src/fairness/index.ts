export { fairHttpAuth } from './fairHttpAuth';
export { FairRequests } from './FairRequests';
