/** `core` of `org.example:core`: as `shortName` of security-common. */
const shortName = name =>
  name.toLowerCase().replace(/:/g, '/').split('/').pop() ?? '';

const TABLES = [
  ['finding_intervals', 'package', 'finding_intervals_package_idx'],
  ['image_packages', 'name', 'image_packages_name_idx'],
];

/**
 * Names by which vulnerabilities and packages are found: ids that stand for
 * the same vulnerability, and packages without their group.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('vulnerability_aliases', table => {
    table.string('alias', 100).notNullable();
    table.string('vulnerability', 100).notNullable().comment('Canonical id');
    table.primary(['alias', 'vulnerability']);
    table.index(['vulnerability'], 'vulnerability_aliases_of_idx');
  });
  for (const [name, column, index] of TABLES) {
    await knex.schema.alterTable(name, table => {
      table
        .string('short_name', 300)
        .notNullable()
        .defaultTo('')
        .comment('Of the package, in small letters, without its group');
      table.dropIndex([], index);
    });
    for (const row of await knex(name).distinct(column)) {
      await knex(name)
        .where({ [column]: row[column] })
        .update({ short_name: shortName(row[column]) });
    }
    await knex.schema.alterTable(name, table => {
      table.index(['short_name'], `${name}_short_name_idx`);
    });
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const [name, column, index] of TABLES) {
    await knex.schema.alterTable(name, table => {
      table.dropIndex([], `${name}_short_name_idx`);
      table.dropColumn('short_name');
      table.index([column], index);
    });
  }
  await knex.schema.dropTable('vulnerability_aliases');
};
