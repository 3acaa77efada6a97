/** A vulnerability of the simulated images: which package, and which releases have it. */
interface Known {
  id: string;
  severity: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW';
  pkg: string;
  purl: string;
  installed: string;
  /** Empty: no fix is listed. */
  fixed: string;
  title: string;
}

/** A vulnerability as a report has it. */
export interface ImageVulnerability {
  [field: string]: string;
  vulnerabilityID: string;
  resource: string;
  installedVersion: string;
  fixedVersion: string;
  severity: Known['severity'];
  title: string;
  primaryLink: string;
  packagePURL: string;
  publishedDate: string;
  lastModifiedDate: string;
}

type Row = [
  id: string,
  severity: Known['severity'],
  pkg: string,
  installed: string,
  fixed: string,
  title: string,
];

const debian =
  (distribution: string) =>
  ([id, severity, pkg, installed, fixed, title]: Row): Known => ({
    id,
    severity,
    pkg,
    purl: `pkg:deb/debian/${pkg}@${installed}?arch=amd64&distro=${distribution}`,
    installed,
    fixed,
    title: `${pkg}: ${title}`,
  });

const maven = ([id, severity, pkg, installed, fixed, title]: Row): Known => ({
  id,
  severity,
  pkg,
  purl: `pkg:maven/${pkg.replace(':', '/')}@${installed}`,
  installed,
  fixed,
  title: `${pkg.split(':')[1]}: ${title}`,
});

const OLD_BASE = (
  [
    [
      'CVE-2023-45853',
      'CRITICAL',
      'zlib1g',
      '1:1.2.11.dfsg-2+deb11u2',
      '',
      'integer overflow in zipOpenNewFileInZip4_6',
    ],
    [
      'CVE-2023-5363',
      'HIGH',
      'libssl1.1',
      '1.1.1n-0+deb11u4',
      '1.1.1w-0+deb11u1',
      'incorrect cipher key and IV length processing',
    ],
    [
      'CVE-2023-0464',
      'HIGH',
      'libssl1.1',
      '1.1.1n-0+deb11u4',
      '1.1.1n-0+deb11u5',
      'excessive resource use verifying X.509 policy constraints',
    ],
    [
      'CVE-2023-4911',
      'HIGH',
      'libc6',
      '2.31-13+deb11u6',
      '2.31-13+deb11u7',
      'buffer overflow in ld.so leading to privilege escalation',
    ],
    [
      'CVE-2024-2961',
      'HIGH',
      'libc6',
      '2.31-13+deb11u6',
      '2.31-13+deb11u9',
      'out of bounds write in iconv',
    ],
    [
      'CVE-2022-3715',
      'MEDIUM',
      'bash',
      '5.1-2+deb11u1',
      '',
      'heap-buffer-overflow in valid_parameter_transform',
    ],
    [
      'CVE-2011-3374',
      'LOW',
      'apt',
      '2.2.4',
      '',
      'apt-key in apt does not verify repository keys',
    ],
  ] satisfies Row[]
).map(debian('debian-11.7'));

const NEW_BASE = (
  [
    [
      'CVE-2023-45853',
      'CRITICAL',
      'zlib1g',
      '1:1.2.13.dfsg-1',
      '',
      'integer overflow in zipOpenNewFileInZip4_6',
    ],
    [
      'CVE-2024-2961',
      'HIGH',
      'libc6',
      '2.36-9+deb12u4',
      '2.36-9+deb12u6',
      'out of bounds write in iconv',
    ],
    [
      'CVE-2023-50495',
      'MEDIUM',
      'libtinfo6',
      '6.4-4',
      '',
      'segmentation fault via _nc_wrap_entry',
    ],
    [
      'CVE-2011-3374',
      'LOW',
      'apt',
      '2.6.1',
      '',
      'apt-key in apt does not verify repository keys',
    ],
  ] satisfies Row[]
).map(debian('debian-12.5'));

/** In every release. */
const LIBRARIES = (
  [
    [
      'CVE-2016-1000027',
      'CRITICAL',
      'org.springframework:spring-web',
      '5.3.22',
      '6.0.0',
      'HttpInvokerServiceExporter readRemoteInvocation untrusted Java deserialization',
    ],
    [
      'CVE-2022-1471',
      'HIGH',
      'org.yaml:snakeyaml',
      '1.30',
      '2.0',
      'Constructor deserialization remote code execution',
    ],
    [
      'CVE-2022-25857',
      'HIGH',
      'org.yaml:snakeyaml',
      '1.30',
      '1.31',
      'denial of service due to missing nested depth limitation for collections',
    ],
    [
      'CVE-2022-38749',
      'MEDIUM',
      'org.yaml:snakeyaml',
      '1.30',
      '1.31',
      'uncaught exception in SafeConstructor',
    ],
    [
      'CVE-2022-42003',
      'HIGH',
      'com.fasterxml.jackson.core:jackson-databind',
      '2.13.3',
      '2.12.7.1, 2.13.4.2',
      'deep wrapper array nesting with regard to UNWRAP_SINGLE_VALUE_ARRAYS',
    ],
    [
      'CVE-2022-42004',
      'HIGH',
      'com.fasterxml.jackson.core:jackson-databind',
      '2.13.3',
      '2.12.7.1, 2.13.4',
      'use of deeply nested arrays',
    ],
    [
      'CVE-2022-45143',
      'HIGH',
      'org.apache.tomcat.embed:tomcat-embed-core',
      '9.0.65',
      '8.5.84, 9.0.69, 10.1.2',
      'JsonErrorReportValve injection',
    ],
    [
      'CVE-2023-28708',
      'MEDIUM',
      'org.apache.tomcat.embed:tomcat-embed-core',
      '9.0.65',
      '11.0.0-M3, 10.1.6, 9.0.72, 8.5.86',
      'not including the secure attribute causes information disclosure',
    ],
  ] satisfies Row[]
).map(maven);

/** One of these comes with each second release and goes with the next but one. */
const CHANGING = (
  [
    [
      'CVE-2021-44228',
      'CRITICAL',
      'org.apache.logging.log4j:log4j-core',
      '2.14.1',
      '2.15.0, 2.3.1, 2.12.2',
      'remote code execution in Log4j 2.x when logs contain an attacker-controlled string value',
    ],
    [
      'CVE-2022-22965',
      'CRITICAL',
      'org.springframework:spring-beans',
      '5.3.17',
      '5.2.20.RELEASE, 5.3.18',
      'RCE via data binding on JDK 9+',
    ],
    [
      'CVE-2023-34050',
      'MEDIUM',
      'org.springframework.amqp:spring-amqp',
      '2.4.7',
      '2.4.17, 3.0.10',
      'deserialization vulnerability',
    ],
    [
      'CVE-2023-20873',
      'CRITICAL',
      'org.springframework.boot:spring-boot-actuator-autoconfigure',
      '2.7.3',
      '2.7.11, 3.0.6',
      'security bypass with wildcard pattern matching on Cloud Foundry',
    ],
    [
      'CVE-2023-2976',
      'MEDIUM',
      'com.google.guava:guava',
      '31.1-jre',
      '32.0.0-android',
      'insecure temporary directory creation',
    ],
    [
      'CVE-2022-41946',
      'MEDIUM',
      'org.postgresql:postgresql',
      '42.3.6',
      '42.2.27, 42.3.8, 42.4.3, 42.5.1',
      'PreparedStatement writes the data to a temporary file',
    ],
  ] satisfies Row[]
).map(maven);

const hashOf = (text: string) => {
  let hash = 7;
  for (const char of text) hash = (hash * 31 + char.charCodeAt(0)) % 100_003;
  return hash;
};

/** What is in an image of the shop, by its name and version alone: the same image always has the same. */
export interface ImageContents {
  repository: string;
  tag: string;
  os: { family: string; name: string; eosl: boolean };
  vulnerabilities: ImageVulnerability[];
  /** A key that somebody left in it. */
  leaked: boolean;
}

function asReported(known: Known): ImageVulnerability {
  const { id, pkg, purl, installed, fixed, severity, title } = known;
  const published = `${id.slice(4, 8)}-06-01T00:00:00Z`;
  return {
    vulnerabilityID: id,
    resource: pkg,
    installedVersion: installed,
    fixedVersion: fixed,
    severity,
    title,
    primaryLink: `https://avd.aquasec.com/nvd/${id.toLowerCase()}`,
    packagePURL: purl,
    publishedDate: published,
    lastModifiedDate: published,
  };
}

/**
 * The contents of an image. Each release has most libraries of the one before;
 * every third brings something new, and from `0.3.0` on the base image is newer.
 */
export function contentsOf(image: string): ImageContents {
  const [named] = image.split('@');
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const repository = hasTag ? named.slice(0, colon) : named;
  const tag = hasTag ? named.slice(colon + 1) : 'latest';
  const minor = Number(/^\d+\.(\d+)\./.exec(tag)?.[1] ?? 0);
  const hash = hashOf(repository);
  const isNew = minor >= 3;
  const libraries = LIBRARIES.filter(
    // An upgrade of one library with each release, for good.
    (_, i) => (hash + i) % LIBRARIES.length >= Math.max(0, minor - 1),
  );
  const changing = CHANGING.filter(
    (_, i) =>
      minor > 0 &&
      [minor, minor - 1].some(
        each => each > 1 && (hash + each) % CHANGING.length === i,
      ),
  );
  return {
    repository,
    tag,
    os: isNew
      ? { family: 'debian', name: '12.5', eosl: false }
      : { family: 'debian', name: '11.7', eosl: true },
    vulnerabilities: [
      ...(isNew ? NEW_BASE : OLD_BASE),
      ...libraries,
      ...changing,
    ].map(asReported),
    leaked: hash % 4 === 0,
  };
}
