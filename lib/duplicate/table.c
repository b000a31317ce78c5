#include <string.h>

#include "base/buf.h"
#include "duplicate/found.h"
#include "store/internal.h"

struct columns {
	size_t incident, earlier, later, received, hours, earlier_channel, later_channel, order,
		similarity;
};

struct listing {
	const struct duplicates *found;
	struct store *store;
	struct stmt *name;
	struct table *table;
	struct columns columns;
	struct buf text;
};

static void add_columns(struct listing *l)
{
	struct table *t = l->table;

	l->columns = (struct columns){
		.incident = table_add_column(t, "incident", CELL_TEXT, "id"),
		.earlier = table_add_column(t, "earlier", CELL_TEXT, "id"),
		.later = table_add_column(t, "later", CELL_TEXT, "id"),
		.received = table_add_column(t, "received_at", CELL_TEXT, "date"),
		.hours = table_add_column(t, "gap_hours", CELL_REAL, "hours"),
		.earlier_channel = table_add_column(t, "earlier_channel", CELL_TEXT, "text"),
		.later_channel = table_add_column(t, "later_channel", CELL_TEXT, "text"),
		.order = table_add_column(t, "same_order", CELL_INTEGER, "flag"),
		.similarity = table_add_column(t, "similarity", CELL_REAL, "score"),
	};
}

/* "SOURCE/ID", or "#NUMBER" of one that its export gave no id; and when it was received. */
static int set_name(struct listing *l, size_t row, size_t column, uint32_t contact,
	size_t received_column, struct err *err)
{
	uint32_t id = l->found->contacts[contact].id;
	int status;

	stmt_bind_integer(l->name, 1, id);
	status = stmt_step(l->name, err);
	if (status > 0) {
		struct span source = read_span(l->name, 0), name = read_span(l->name, 1);

		buf_clear(&l->text);
		buf_add(&l->text, source.text, source.n);
		buf_add_char(&l->text, '/');
		if (name.n)
			buf_add(&l->text, name.text, name.n);
		else
			buf_format(&l->text, "#%u", id);
		table_set_text(l->table, row, column, buf_text(&l->text));
		if (received_column != SIZE_MAX)
			table_set_text(l->table, row, received_column, stmt_text(l->name, 2, NULL));
	}
	stmt_reset(l->name);
	return status < 0 ? -1 : 0;
}

static void set_channel(struct listing *l, size_t row, size_t column, uint32_t contact)
{
	struct span channel =
		dictionary_text(l->store->dictionary, l->found->contacts[contact].channel);

	table_set_text_n(l->table, row, column, channel.text, channel.n);
}

static int add_pair(struct listing *l, const struct duplicate_pair *pair, struct err *err)
{
	const struct contact *earlier = &l->found->contacts[pair->earlier];
	const struct contact *later = &l->found->contacts[pair->later];
	const struct columns *columns = &l->columns;
	size_t row = table_add_row(l->table);

	if (set_name(l, row, columns->incident, l->found->incidents[pair->earlier], SIZE_MAX, err) <
			0 ||
		set_name(l, row, columns->earlier, pair->earlier, columns->received, err) < 0 ||
		set_name(l, row, columns->later, pair->later, SIZE_MAX, err) < 0)
		return -1;
	if (earlier->has_time && later->has_time)
		table_set_real(l->table, row, columns->hours,
			(double)(later->received - earlier->received) / 3600);
	set_channel(l, row, columns->earlier_channel, pair->earlier);
	set_channel(l, row, columns->later_channel, pair->later);
	table_set_integer(l->table, row, columns->order, pair->same_order);
	table_set_real(l->table, row, columns->similarity, pair->similarity);
	return 0;
}

struct table *duplicates_table(const struct duplicates *found, struct store *store, struct err *err)
{
	struct listing l = {.found = found, .store = store, .table = table_new("duplicates")};
	int status = -1;

	add_columns(&l);
	l.name = stmt_prepare(store->sql,
		"SELECT source, complaint_id, received_at FROM complaints WHERE id = ?", err);
	if (l.name && store_dictionary(store, err))
		status = 0;
	for (size_t i = 0; i < found->n_pairs && status == 0; i++)
		status = add_pair(&l, &found->pairs[i], err);
	stmt_free(l.name);
	buf_release(&l.text);
	if (status == 0)
		return l.table;
	table_free(l.table);
	return NULL;
}
