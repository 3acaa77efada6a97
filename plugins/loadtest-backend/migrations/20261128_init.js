/**
 * Runs of load tests and their samples. Times are ISO texts in UTC with
 * milliseconds: their order as text is their order in time, on SQLite and on
 * PostgreSQL alike.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('runs', table => {
    table.string('id', 36).primary();
    table.string('entity_ref', 500).notNullable();
    table.string('state', 20).notNullable();
    table.string('created_at', 24).notNullable();
    table.string('ends_by', 24).notNullable();
    table
      .string('open_key', 800)
      .comment(
        'Cluster, namespace and address while the run is active; else NULL',
      );
    table.text('detail').notNullable().comment('RunDetail as JSON');
    table.text('plan').notNullable().comment('What the runner needs, as JSON');
    table.text('tables').comment('Endpoints, errors and workers as JSON');
    table.text('verdict').comment('Verdict as JSON');
    table.text('report', 'mediumtext').comment("Locust's own report, HTML");
    table.integer('last_seq').notNullable().defaultTo(0);
    table
      .text('ending')
      .comment('How it ended, as JSON, while it is being cleaned up');
    table.string('lease_owner', 36);
    table.string('lease_until', 24);
    // NULL differs from NULL on both databases: one active run for each target.
    table.unique(['open_key'], { indexName: 'runs_open_uniq' });
    table.index(['entity_ref', 'created_at'], 'runs_entity_idx');
    table.index(['created_at'], 'runs_created_idx');
  });
  await knex.schema.createTable('samples', table => {
    table
      .string('run_id', 36)
      .notNullable()
      .references('runs.id')
      .onDelete('CASCADE');
    table.integer('seq').notNullable();
    table.text('point').notNullable().comment('SamplePoint as JSON');
    table
      .text('sample', 'mediumtext')
      .notNullable()
      .comment('MasterSample as JSON');
    table.primary(['run_id', 'seq']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('samples');
  await knex.schema.dropTable('runs');
};
