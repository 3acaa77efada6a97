/**
 * Reports of scanners, the findings of each workload as intervals, and scans
 * of builds. Times are ISO texts in UTC with milliseconds: their order as text
 * is their order in time, on SQLite and on PostgreSQL alike.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('security_reports', table => {
    table
      .string('key', 64)
      .primary()
      .comment('Digest of what it is about: cluster, kind, owner, container');
    table.string('cluster', 253).notNullable();
    table.string('namespace', 253).notNullable();
    table.string('kind', 40).notNullable();
    table.string('owner', 253).notNullable();
    table.string('container', 253).notNullable();
    table.string('workload', 253).comment('NULL while the owner is not known');
    table.string('uid', 64).notNullable();
    table.string('resource_version', 64).notNullable();
    table.text('head').notNullable().comment('ReportHead as JSON');
    table.text('body').notNullable().comment('ReportBody as JSON');
    table
      .string('gone_at', 24)
      .comment('Since when there is no such report: it expired or was deleted');
    table.index(['cluster', 'kind'], 'security_reports_kind_idx');
    table.index(
      ['cluster', 'namespace', 'owner'],
      'security_reports_owner_idx',
    );
    table.index(
      ['cluster', 'namespace', 'workload', 'container'],
      'security_reports_workload_idx',
    );
    table.index(['gone_at'], 'security_reports_gone_idx');
  });
  await knex.schema.createTable('finding_intervals', table => {
    table
      .string('key', 64)
      .notNullable()
      .comment('Digest of place and identity of the finding');
    table
      .text('identity')
      .notNullable()
      .comment('Of the finding over releases: findingKey');
    table.string('opened_at', 24).notNullable();
    table.string('closed_at', 24);
    table
      .string('closed_by', 10)
      .comment(
        'scan: a later scan has it not; gone: nothing is scanned any more',
      );
    table.string('open_key', 64).comment('The key while it is open; else NULL');
    table.string('cluster', 253).notNullable();
    table.string('namespace', 253).notNullable();
    table.string('workload', 253).notNullable();
    table.string('container', 253).notNullable();
    table.string('repository', 500).notNullable();
    table.string('vulnerability', 100).notNullable();
    table.string('package', 300).notNullable();
    table.string('type', 50);
    table.string('installed', 100).notNullable();
    table.string('fixed', 300);
    table.string('severity', 10).notNullable();
    table.primary(['key', 'opened_at']);
    // NULL differs from NULL on both databases: one open interval for each finding.
    table.unique(['open_key'], { indexName: 'finding_intervals_open_uniq' });
    table.index(
      ['cluster', 'namespace', 'workload', 'container'],
      'finding_intervals_place_idx',
    );
    table.index(['vulnerability'], 'finding_intervals_vulnerability_idx');
    table.index(['package'], 'finding_intervals_package_idx');
  });
  await knex.schema.createTable('build_scans', table => {
    table.string('key', 64).primary().comment('Digest of image and digests');
    table.string('repository', 500).notNullable();
    table.string('received_at', 24).notNullable();
    table.string('token', 100).notNullable().comment('Name of the token');
    table
      .text('head')
      .notNullable()
      .comment('CiScan without its body, as JSON');
    table.text('body').notNullable().comment('ReportBody as JSON');
    table.index(['repository', 'received_at'], 'build_scans_repository_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('build_scans');
  await knex.schema.dropTable('finding_intervals');
  await knex.schema.dropTable('security_reports');
};
