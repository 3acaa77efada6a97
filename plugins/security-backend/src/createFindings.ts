import { LoggerService } from '@backstage/backend-plugin-api';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import { SecurityConfig } from './config';
import { DatabaseRiskStore } from './database/DatabaseRiskStore';
import { FindingsStore } from './database/FindingsStore';
import { ReportIngest } from './ingest/ReportIngest';
import { CanaryService } from './services/CanaryService';
import { FindingsService } from './services/FindingsService';
import { FleetReader } from './services/fleet/FleetReader';
import { FleetService } from './services/FleetService';
import { KnownFindings } from './services/KnownFindings';
import { Running } from './services/Running';
import { ScanInbox } from './services/ScanInbox';
import { SearchService } from './services/SearchService';
import { Suppressions } from './services/Suppressions';
import { SignalFiles } from './signals/SignalFiles';

/** Whatever the answers of findings need. */
export interface FindingsOptions {
  clusters: Pick<Clusters, 'get' | 'watch' | 'environmentOf'>;
  config: SecurityConfig;
  logger: LoggerService;
  owners: Pick<Owners, 'bind' | 'known'>;
  risks: Pick<DatabaseRiskStore, 'active'>;
  store: FindingsStore;
  /** Calls back after anything that answers are made of has changed. */
  onChange: () => void;
  /** ms since the epoch */
  now: () => number;
}

/** What reads and keeps findings, and what answers about them, joined. Nothing of it acts. */
export function createFindings(options: FindingsOptions) {
  const { clusters, config, logger, owners, risks, store, now } = options;
  const { deadlines } = config;
  const running = new Running(clusters, owners);
  const files = new SignalFiles(config, logger);
  const listeners = [options.onChange];
  const onChange = () => listeners.forEach(listener => listener());
  const ingest = new ReportIngest({
    clusters,
    logger,
    running,
    store,
    graceMs: config.graceMs,
    onChange,
    now,
  });
  const suppressions = new Suppressions({ files, risks, now });
  const known = new KnownFindings({
    deadlines,
    files,
    store,
    suppressions,
    now,
  });
  const reader = new FleetReader({
    files,
    ingest,
    owners,
    running,
    store,
    suppressions,
    now,
  });
  // Before the others, which read through it.
  listeners.unshift(() => reader.changed());
  return {
    running,
    files,
    ingest,
    known,
    findings: new FindingsService({
      deadlines,
      files,
      ingest,
      known,
      running,
      store,
      now,
    }),
    canaries: new CanaryService({
      clusters,
      known,
      rules: config.gateRules,
      running,
    }),
    fleet: new FleetService({ ...config, files, reader, store, now }),
    search: new SearchService({ reader, store, now }),
    inbox: new ScanInbox({ store, tokens: config.tokens, onChange, now }),
    onChange,
  };
}

export type FindingsParts = ReturnType<typeof createFindings>;
