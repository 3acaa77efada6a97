// @ts-check

/**
 * Times are ISO 8601 text in UTC with milliseconds: their order as text is
 * their order in time, on SQLite and on PostgreSQL alike.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('entries', table => {
    table.string('id', 36).primary();
    table.string('at', 24).notNullable();
    table.string('source', 16).notNullable();
    table.string('plugin', 64).notNullable();
    table.string('type', 64).notNullable();
    table.string('actor', 500);
    table.string('cluster', 253).notNullable();
    table.string('namespace', 253).notNullable();
    table.string('kind', 253).notNullable();
    table.string('name', 253).notNullable();
    table.string('uid', 253);
    table.string('entity_ref', 500);
    table.text('summary').notNullable();
    table.string('severity', 16).notNullable();
    table.string('outcome', 16).notNullable();
    table.text('error');
    table.text('before_json');
    table.text('after_json');
    table.string('finished_at', 24);
    table
      .string('event_key', 500)
      .comment('Name of a platform transition; one row for each');
    // Rows of people have no key: NULL differs from NULL on both databases.
    table.unique(['plugin', 'event_key'], { indexName: 'entries_event_uniq' });
    table.index(['at', 'id'], 'entries_at_idx');
    table.index(
      ['cluster', 'namespace', 'kind', 'name', 'at'],
      'entries_target_idx',
    );
    table.index(['entity_ref', 'at'], 'entries_entity_idx');
    table.index(['outcome', 'at'], 'entries_outcome_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('entries');
};
