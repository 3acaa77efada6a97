// @ts-check

/**
 * Times are ISO 8601 text in UTC with milliseconds: their order as text is
 * their order in time, on SQLite and on PostgreSQL alike.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('grants', table => {
    table.string('id', 36).primary();
    table.string('user_ref', 500).notNullable();
    table.string('entity_ref', 500).notNullable();
    table.text('reason').notNullable();
    table.string('opened_at', 24).notNullable();
    table.string('until', 24).notNullable();
    table.string('ended_at', 24);
    table.string('ended_by', 500);
    table
      .string('open_key', 1001)
      .comment('Person and entity while the grant holds the place; else NULL');
    // NULL differs from NULL on both databases: one open grant, any number of past ones.
    table.unique(['open_key'], { indexName: 'grants_open_uniq' });
    table.index(['user_ref', 'until'], 'grants_user_idx');
    table.index(['entity_ref', 'until'], 'grants_entity_idx');
    table.index(['until'], 'grants_until_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('grants');
};
