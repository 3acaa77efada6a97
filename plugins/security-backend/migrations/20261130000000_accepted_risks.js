/**
 * Findings that somebody accepted for a while, and who allowed that. Nothing
 * deletes them: they say why a finding did not count at a time.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('accepted_risks', table => {
    table.string('id', 36).primary();
    table.string('vulnerability', 100).notNullable();
    table
      .string('package', 300)
      .notNullable()
      .comment('Package URL without version, or the name');
    table.string('scope', 10).notNullable();
    table
      .string('entity_ref', 500)
      .notNullable()
      .comment('For which, or from which, it was accepted');
    table.string('repository', 500).comment('Of the scope image');
    table.string('severity', 10).notNullable();
    table.string('reason', 500).notNullable();
    table.string('accepted_by', 500).notNullable();
    table.string('allowed_by', 500);
    table.string('accepted_at', 24).notNullable();
    table.string('until', 10).notNullable().comment('Last day, in UTC');
    table.string('withdrawn_at', 24);
    table.string('withdrawn_by', 500);
    table.index(['until'], 'accepted_risks_until_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('accepted_risks');
};
