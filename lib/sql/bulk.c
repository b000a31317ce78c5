#include "sql/bulk.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "sql/internal.h"

struct bulk_table {
	struct tree tree;
	struct image row;
	struct bulk_table *next;
};

struct bulk {
	struct sql *sql;
	struct pages *pages;
	struct bulk_table *tables;
};

bool bulk_is_possible(const struct sql *sql)
{
	sqlite3_stmt *stmt = NULL;

	if (sql->own_file < 0)
		return false;
	while ((stmt = sqlite3_next_stmt(sql->db, stmt)))
		if (sqlite3_stmt_busy(stmt)) /* keeps what it has seen of the file */
			return false;
	return true;
}

struct bulk *bulk_begin(struct sql *sql, struct err *err)
{
	struct bulk *bulk;
	struct pages *pages;

	if (sql_run(sql, err, "COMMIT") < 0)
		return NULL;
	pages = pages_open(sql->own_file, file_name(sqlite3_db_filename(sql->db, "main")), err);
	if (!pages)
		return NULL;
	bulk = mem_zalloc(sizeof *bulk);
	*bulk = (struct bulk){.sql = sql, .pages = pages};
	return bulk;
}

struct bulk_table *bulk_table(
	struct bulk *bulk, const char *name, enum tree_kind kind, struct err *err)
{
	struct stmt *stmt = stmt_prepare(
		bulk->sql, "SELECT rootpage FROM main.sqlite_schema WHERE name = ?", err);
	struct bulk_table *table = NULL;
	int status;

	if (!stmt)
		return NULL;
	stmt_bind_text(stmt, 1, name, strlen(name));
	status = stmt_step(stmt, err);
	if (status > 0) {
		table = mem_zalloc(sizeof *table);
		tree_init(&table->tree, kind, bulk->pages, (uint32_t)stmt_integer(stmt, 0));
		table->next = bulk->tables;
		bulk->tables = table;
	} else if (status == 0) {
		err_set(err, "there is no table '%s'", name);
	}
	stmt_free(stmt);
	return table;
}

struct image *bulk_row(struct bulk_table *table)
{
	return &table->row;
}

int bulk_add(struct bulk_table *table, int64_t id, struct err *err)
{
	int status = tree_add(&table->tree, id, &table->row, err);

	image_clear(&table->row);
	return status;
}

static void release(struct bulk *bulk)
{
	while (bulk->tables) {
		struct bulk_table *table = bulk->tables;

		bulk->tables = table->next;
		tree_release(&table->tree);
		image_release(&table->row);
		free(table);
	}
	free(bulk);
}

int bulk_end(struct bulk *bulk, struct err *err)
{
	struct sql *sql = bulk->sql;
	int status = 0;

	for (struct bulk_table *table = bulk->tables; table && status == 0; table = table->next)
		status = tree_finish(&table->tree, err);
	if (status == 0)
		status = pages_close(bulk->pages, err);
	else
		pages_abandon(bulk->pages);
	release(bulk);
	return status < 0 ? -1 : sql_run(sql, err, "BEGIN");
}

void bulk_abandon(struct bulk *bulk)
{
	if (!bulk)
		return;
	pages_abandon(bulk->pages);
	release(bulk);
}
