#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "store/fact.h"
#include "store_kit.h"

enum { N_ROWS = BATCH_ROWS };

/* The products come late, so that the table has to be widened under way. */
static char *make_rows(void)
{
	struct buf text = {0};

	buf_add_text(&text, "complaint_id,source,received_at,product,satisfaction\n");
	for (int i = 0; i < N_ROWS; i++)
		buf_format(&text, "C%d,s,2026-01-%02d,%s,%s\n", i, i % 28 + 1,
			i < N_ROWS / 2 ? "" : "fan", i < N_ROWS - 1 ? "" : "5");
	return buf_take(&text);
}

static const char COLUMNS[] =
	"SELECT name, type, pk FROM pragma_table_info('complaint') ORDER BY cid";
static const char INDEXES[] =
	"SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'complaint' AND type = 'index'"
	" ORDER BY name";

static void assert_same(struct store *filled, struct store *empty, const char *text)
{
	char *got = query(filled, text), *expected = query(empty, text);

	cr_assert_str_eq(got, expected);
	free(got);
	free(expected);
}

Test(narrow, a_filled_table_has_the_columns_of_the_schema)
{
	struct store *filled = open_private(), *empty = open_private();
	char *rows = make_rows();

	assert_counts(load_text(filled, rows), N_ROWS, 0, 0, 0);
	assert_query(filled,
		"SELECT sql LIKE 'CREATE TABLE complaint(id INTEGER PRIMARY KEY, load INTEGER, run"
		" INTEGER, day INTEGER, received INTEGER%' AND sql NOT LIKE '%--%'"
		" FROM sqlite_schema WHERE name = 'complaint'",
		"1");
	assert_same(filled, empty, COLUMNS);
	assert_same(filled, empty, INDEXES);
	assert_query(filled,
		"SELECT count(*), sum(product > 0), sum(handler), count(satisfaction), "
		"count(people)"
		" FROM complaint",
		"1024|512|0|1|0");
	assert_sound(filled);
	free(rows);
	store_close(filled);
	store_close(empty);
}
