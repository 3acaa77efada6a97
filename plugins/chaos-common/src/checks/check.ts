import { EmbeddedFault } from './embedded';
import { Report } from './report';

/** Rules of one kind: adds what is wrong with the spec of one fault. Paths are below the spec. */
export type Check = (fault: EmbeddedFault, report: Report) => void;
