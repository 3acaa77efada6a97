/**
 * The index for counting starts with the place of a finding: the one of the
 * place alone only made each insert slower.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('finding_intervals', table => {
    table.dropIndex([], 'finding_intervals_place_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('finding_intervals', table => {
    table.index(
      ['cluster', 'namespace', 'workload', 'container'],
      'finding_intervals_place_idx',
    );
  });
};
