/** Worst first. `unknown`: the scanner gave none, which is not the same as low. */
export const SEVERITIES = [
  'critical',
  'high',
  'medium',
  'low',
  'unknown',
] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a vendor says of a finding, in Trivy's words. */
export const FINDING_STATUSES = [
  'unknown',
  'not_affected',
  'affected',
  'fixed',
  'under_investigation',
  'will_not_fix',
  'fix_deferred',
  'end_of_life',
] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** One vulnerability in one package of one image. */
export interface Vulnerability {
  /** Canonical id: the CVE where one is known, else what the scanner calls it. */
  id: string;
  /** Other ids of the same, such as that of GitHub. */
  aliases?: string[];
  /** Name of the package. */
  pkg: string;
  /** Package URL with its version, where the scanner knows one. */
  purl?: string;
  /** Of the package URL: `deb`, `npm`, `maven`. Absent: versions cannot be compared. */
  type?: string;
  /** File in the image, where the scanner says it. */
  path?: string;
  installed: string;
  /** Lowest listed version above the installed one, of its branch where there is one. Absent: no fix is listed. */
  fixed?: string;
  /** All listed versions, where there are several. */
  fixes?: string[];
  /** By the source that the scanner chose. */
  severity: Severity;
  severitySource?: string;
  /** Of vendors who see it otherwise. */
  otherSeverities?: Record<string, Severity>;
  /** CVSS, 0 to 10. For display: with several vendors the scanner does not always choose the same. */
  score?: number;
  title?: string;
  /** An http(s) address. */
  link?: string;
  status?: FindingStatus;
  /** Part of the distribution (`base`) or of the application. */
  layer: 'base' | 'application' | 'unknown';
  /** ISO time. */
  publishedAt?: string;
}

/** How many of each severity; what is absent was not counted, which is not zero. */
export type SeverityCounts = Partial<Record<Severity, number>>;

/** A rule that a resource breaks. */
export interface ConfigCheck {
  id: string;
  title: string;
  severity: Severity;
  category?: string;
  messages: string[];
  remediation?: string;
  success: boolean;
}

/** A secret in an image. What was found is never kept, only where. */
export interface ExposedSecret {
  ruleId: string;
  title: string;
  severity: Severity;
  /** File in the image. */
  target: string;
}

/** Which of the digests of an image one is. `requested` is of the index or of the manifest; nobody said which. */
export type DigestKind = 'index' | 'manifest' | 'config' | 'requested';

export interface ImageDigest {
  kind: DigestKind;
  /** `sha256:…` */
  digest: string;
}

/** An image as a report, a pod or a build names it. */
export interface ImageRef {
  /** With its registry, normalized: `docker.io/library/nginx`. */
  repository: string;
  tag?: string;
  digests: ImageDigest[];
}

/** Why two names are taken for the same image. */
export type ImageMatch =
  | { evidence: 'digest'; kind: DigestKind }
  | { evidence: 'probable'; by: 'tag' };

/** Operating system of an image. */
export interface ImageOs {
  family: string;
  name?: string;
  /** Its vendor ended support. */
  endOfLife?: boolean;
}

/** The kinds of Trivy Operator that are read. */
export const REPORT_KINDS = [
  'VulnerabilityReport',
  'ClusterVulnerabilityReport',
  'ConfigAuditReport',
  'ClusterConfigAuditReport',
  'RbacAssessmentReport',
  'ClusterRbacAssessmentReport',
  'InfraAssessmentReport',
  'ClusterInfraAssessmentReport',
  'ExposedSecretReport',
  'SbomReport',
  'ClusterSbomReport',
  'ClusterComplianceReport',
] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** What a report is about, from its labels and annotations; never from its name. */
export interface ReportSubject {
  /** Owner as the scanner saw it: usually a ReplicaSet. */
  kind?: string;
  namespace?: string;
  name?: string;
  container?: string;
  /** Hash of the pod template that was scanned. */
  specHash?: string;
}

/** Head of a report: what is kept of each in memory. */
export interface ReportHead {
  kind: ReportKind;
  subject: ReportSubject;
  /** ISO time of the scan. */
  scannedAt?: string;
  image?: ImageRef;
  os?: ImageOs;
  counts: SeverityCounts;
  scanner?: string;
}

/** Contents of a report. */
export interface ReportBody {
  vulnerabilities: Vulnerability[];
  checks: ConfigCheck[];
  secrets: ExposedSecret[];
  /** Entries that had no readable form and were left out. */
  unreadable: number;
}
