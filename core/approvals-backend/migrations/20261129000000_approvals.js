// @ts-check

/**
 * Times are ISO 8601 text in UTC with milliseconds: their order as text is
 * their order in time, on SQLite and on PostgreSQL alike.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('approvals', table => {
    table.string('id', 36).primary();
    table.string('plugin', 100).notNullable();
    table.string('action', 100).notNullable();
    table.string('entity_ref', 500).notNullable();
    table.text('asked').notNullable().comment('JSON of all that was asked for');
    table.string('digest', 64).notNullable();
    table.text('needed').notNullable();
    table.string('requester', 500).notNullable();
    table.text('reason').notNullable();
    table.text('approvers').notNullable().comment('JSON array of references');
    table.text('path');
    table.string('state', 20).notNullable();
    table.string('asked_at', 24).notNullable();
    table.string('expires_at', 24).notNullable();
    table.string('warned_at', 24);
    table.string('answered_by', 500);
    table.string('answered_at', 24);
    table.text('answer_reason');
    table.string('used_at', 24);
    table.string('activity_id', 100);
    table.string('outcome', 20);
    table.text('outcome_error');
    table
      .string('open_key', 600)
      .comment('Requester and digest while it is open; else NULL');
    // NULL differs from NULL on both databases: one open request for the same, any number of past ones.
    table.unique(['open_key'], { indexName: 'approvals_open_uniq' });
    table.index(['state', 'expires_at'], 'approvals_state_idx');
    table.index(['asked_at'], 'approvals_asked_idx');
    table.index(
      ['requester', 'plugin', 'action', 'entity_ref'],
      'approvals_requester_idx',
    );
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('approvals');
};
