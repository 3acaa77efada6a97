/**
 * Packages of images, from bills of materials, and what counting over all
 * findings needs to read an index alone.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('image_packages', table => {
    table
      .string('report_key', 64)
      .notNullable()
      .comment('Of the bill of materials in security_reports');
    table.string('name', 300).notNullable();
    table.string('version', 100).notNullable();
    table.string('type', 50).comment('Of the package URL');
    table.index(['report_key'], 'image_packages_report_idx');
    table.index(['name'], 'image_packages_name_idx');
  });
  await knex.schema.alterTable('finding_intervals', table => {
    table.index(
      [
        'cluster',
        'namespace',
        'workload',
        'container',
        'severity',
        'fixed',
        'closed_at',
      ],
      'finding_intervals_count_idx',
    );
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('finding_intervals', table => {
    table.dropIndex([], 'finding_intervals_count_idx');
  });
  await knex.schema.dropTable('image_packages');
};
