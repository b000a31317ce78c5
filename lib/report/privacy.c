#include "report/privacy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "mask/mask.h"
#include "mask/name.h"
#include "document/words.h"

enum { NAME_DIGITS = 10, ORDER_TAIL = 4 };

struct privacy {
	const void *key;
	size_t n_key;
	struct map *numbers[N_PEOPLE]; /* of a person's text */
};

enum rule {
	RULE_MASK,
	RULE_FREE,
	RULE_ORDER,
	RULE_KEEP,
	RULE_LEAVE_OUT,
	RULE_CUSTOMER,
	RULE_HANDLER
};

/* By the column's name; the others by their unit. */
static const struct {
	const char *name;
	enum rule rule;
} COLUMNS[] = {
	{"customer", RULE_CUSTOMER},
	{"customer_id", RULE_CUSTOMER},
	{"customer_name", RULE_LEAVE_OUT},
	{"phone", RULE_LEAVE_OUT},
	{"email", RULE_LEAVE_OUT},
	{"handler", RULE_HANDLER},
	{"order_id", RULE_ORDER},
	{"text", RULE_FREE},
	{"demand", RULE_FREE},
	{"outcome", RULE_FREE},
	{"people", RULE_FREE},
	{"cause_evidence", RULE_FREE},
	{"extra", RULE_LEAVE_OUT},
	{"period", RULE_KEEP},
	{"ids", RULE_KEEP},
};

/* Parts of the headers of an export's own columns (extra.HEADER). */
static const char *const PERSONAL[] = {"姓名", "名字", "联系", "聯繫", "聯絡", "电话", "電話",
	"手机", "手機", "地址", "住址", "身份证", "身分證", "邮箱", "郵箱", "name", "phone",
	"address", "mail", "contact"};

static enum rule rule_of(const struct column *column)
{
	for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++)
		if (!strcmp(column->name, COLUMNS[i].name))
			return COLUMNS[i].rule;
	if (!strncmp(column->name, "extra.", 6))
		for (size_t i = 0; i < sizeof PERSONAL / sizeof *PERSONAL; i++)
			if (strcasestr(column->name + 6, PERSONAL[i]))
				return RULE_LEAVE_OUT;
	if (!strncmp(column->name, "extra.", 6))
		return RULE_FREE;
	if (column->unit && (!strcmp(column->unit, "id") || !strcmp(column->unit, "date")))
		return RULE_KEEP;
	return RULE_MASK;
}

struct privacy *privacy_new(const void *key, size_t n_key)
{
	struct privacy *privacy = mem_zalloc(sizeof *privacy);

	privacy->key = key;
	privacy->n_key = n_key;
	for (size_t i = 0; i < N_PEOPLE; i++)
		privacy->numbers[i] = map_new();
	return privacy;
}

void privacy_free(struct privacy *privacy)
{
	if (!privacy)
		return;
	for (size_t i = 0; i < N_PEOPLE; i++)
		map_free(privacy->numbers[i]);
	free(privacy);
}

/* Another name for another kind of people with the same text. */
static void add_keyed(
	const struct privacy *privacy, enum people people, const char *text, struct buf *out)
{
	char name[DIGEST_TEXT];
	struct buf message = {0};

	buf_format(&message, "%d:%s", (int)people, text);
	hash_hmac(privacy->key, privacy->n_key, message.data, message.len, name);
	buf_add(out, name, NAME_DIGITS);
	buf_release(&message);
}

static void add_number(
	struct privacy *privacy, enum people people, const char *text, struct buf *out)
{
	struct map *numbers = privacy->numbers[people];
	uintptr_t number = (uintptr_t)map_get(numbers, text, strlen(text));

	if (!number) {
		number = map_count(numbers) + 1;
		map_put(numbers, text, strlen(text), (const void *)number);
	}
	buf_format(out, "%zu", (size_t)number);
}

static void hide_person(struct privacy *privacy, const char *lang, enum people people,
	const char *text, struct buf *out)
{
	if (!*text || *text == '(') { /* "(unassigned)" is nobody */
		buf_add_text(out, text);
		return;
	}
	buf_format(out, "%s ", words_person(lang, people));
	if (privacy->key)
		add_keyed(privacy, people, text, out);
	else
		add_number(privacy, people, text, out);
}

/* Its last digits tell those who have it which one is meant. */
static void hide_order(const char *text, struct buf *out)
{
	size_t n = strlen(text), tail = n > 2 * ORDER_TAIL ? ORDER_TAIL : 0;

	if (!n || *text == '(') {
		buf_add_text(out, text);
		return;
	}
	while (tail && (text[n - tail] & 0xC0) == 0x80)
		tail--;
	buf_format(out, "****%s", text + n - tail);
}

static void hide(struct privacy *privacy, const char *lang, enum rule rule, const char *text,
	struct buf *out)
{
	switch (rule) {
	case RULE_CUSTOMER:
		hide_person(privacy, lang, PEOPLE_CUSTOMER, text, out);
		break;
	case RULE_HANDLER:
		hide_person(privacy, lang, PEOPLE_HANDLER, text, out);
		break;
	case RULE_LEAVE_OUT:
		buf_add_text(out, "***");
		break;
	case RULE_MASK:
		mask_text(text, strlen(text), out);
		break;
	case RULE_FREE:
		mask_free(text, strlen(text), out);
		break;
	case RULE_ORDER:
		hide_order(text, out);
		break;
	case RULE_KEEP:
		buf_add_text(out, text);
		break;
	}
}

/* --- names in the texts of a row --- */

struct names {
	char **names;
	size_t n, capacity;
};

static void add_name(void *to, const char *name)
{
	struct names *names = to;

	if (!*name || *name == '(')
		return;
	names->names = mem_grow(names->names, names->n, &names->capacity, sizeof *names->names);
	names->names[names->n++] = mem_text(name);
}

static void release_names(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->names[i]);
	free(names->names);
}

static void add_cell(const struct table *table, size_t row, const char *column, struct names *names)
{
	size_t i = table_find(table, column);

	if (i != SIZE_MAX && table_cell(table, row, i)->type == CELL_TEXT)
		add_name(names, table_cell(table, row, i)->text);
}

static void mask_names(const struct names *names, struct table *table, size_t row, size_t column)
{
	for (size_t i = 0; i < names->n; i++) {
		const struct cell *cell = table_cell(table, row, column);
		struct buf text = {0};

		mask_name(cell->text, strlen(cell->text), names->names[i], &text);
		if (strcmp(buf_text(&text), cell->text) != 0)
			table_set_text(table, row, column, buf_text(&text));
		buf_release(&text);
	}
}

static bool is_text(enum rule rule)
{
	return rule == RULE_MASK || rule == RULE_FREE;
}

/* Before the columns that hold the names are hidden. */
static int hide_names(
	struct table *table, size_t row, privacy_names *tell, void *context, struct err *err)
{
	size_t ids = table_find(table, "ids");
	struct names names = {0};
	int status = 0;

	add_cell(table, row, "customer_name", &names);
	add_cell(table, row, "handler", &names);
	if (tell && ids != SIZE_MAX && table_cell(table, row, ids)->type == CELL_TEXT)
		status = tell(context, table_cell(table, row, ids)->text, add_name, &names, err);
	for (size_t i = 0; i < table_columns(table) && names.n; i++)
		if (is_text(rule_of(table_column(table, i))) &&
			table_cell(table, row, i)->type == CELL_TEXT)
			mask_names(&names, table, row, i);
	release_names(&names);
	return status;
}

int privacy_apply(struct privacy *privacy, const char *lang, struct table *table,
	privacy_names *names, void *context, struct err *err)
{
	for (size_t row = 0; row < table_rows(table); row++)
		if (hide_names(table, row, names, context, err) < 0)
			return -1;
	for (size_t column = 0; column < table_columns(table); column++) {
		enum rule rule = rule_of(table_column(table, column));

		for (size_t row = 0; row < table_rows(table) && rule != RULE_KEEP; row++) {
			const struct cell *cell = table_cell(table, row, column);
			struct buf text = {0};

			if (cell->type != CELL_TEXT)
				continue;
			hide(privacy, lang, rule, cell->text, &text);
			if (strcmp(buf_text(&text), cell->text) != 0)
				table_set_text(table, row, column, buf_text(&text));
			buf_release(&text);
		}
	}
	return 0;
}
