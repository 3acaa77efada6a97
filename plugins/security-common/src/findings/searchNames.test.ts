import { canonicalId, isNamed, shortName } from './searchNames';

describe('what somebody searches', () => {
  it.each([
    ['cve-2021-44228', 'CVE-2021-44228'],
    [' ghsa-JFH8-c2jp-5v3q', 'GHSA-jfh8-c2jp-5v3q'],
    ['GHSA-jfh8-c2jp-5v3q', 'GHSA-jfh8-c2jp-5v3q'],
    ['rustsec-2021-0001', 'RUSTSEC-2021-0001'],
  ])('is the vulnerability, when %j is typed, %s', (typed, id) => {
    expect(canonicalId(typed)).toBe(id);
  });

  const LOG4J = 'org.apache.logging.log4j:log4j-core';
  it.each([
    [LOG4J, LOG4J, true],
    [LOG4J, 'log4j-core', true],
    [LOG4J, 'Log4J-Core', true],
    [LOG4J, 'org.apache.logging.log4j/log4j-core', true],
    [LOG4J, 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1', true],
    [LOG4J, 'core', false],
    [LOG4J, 'org.example:log4j-core', false],
    ['@babel/core', '@babel/core', true],
    ['@babel/core', 'pkg:npm/%40babel/core', true],
    ['@babel/core', 'core', true],
    ['github.com/gin-gonic/gin', 'gin', true],
    ['openssl', 'libssl', false],
  ])('is of the package %s: %s (%s)', (pkg, wanted, is) => {
    expect(isNamed(pkg, wanted)).toBe(is);
  });

  it.each([
    [LOG4J, 'log4j-core'],
    ['@babel/core', 'core'],
    ['Newtonsoft.Json', 'newtonsoft.json'],
  ])('finds %s by %s', (pkg, short) => {
    expect(shortName(pkg)).toBe(short);
  });
});
