#include "metric/where.h"

#include <stdlib.h>
#include <string.h>

const char KIND_COMPLAINT[] = "complaint";

static bool is_named(const struct by *field, const char *name)
{
	return field->dimension && !strcmp(field->dimension->name, name);
}

/* The fields of --by, then those of --where. */
static size_t count_fields(const struct scope *scope)
{
	return scope->n_by + scope->n_conditions;
}

static const struct by *field_at(const struct scope *scope, size_t i)
{
	return i < scope->n_by ? &scope->by[i] : &scope->conditions[i - scope->n_by].field;
}

bool where_has_parts(const struct relations *relations)
{
	return relations->scope->causes != CAUSES_PRIMARY && scope_has_cause(relations->scope);
}

bool where_is_unfinished(const struct relations *relations, int64_t *from, int64_t *until)
{
	const struct timeline *timeline = relations->timeline;
	size_t i = timeline_first_shown(timeline);

	if (!(relations->query->reads & RELATION_UNFINISHED) || i == 0 || i == timeline->n)
		return false;
	*from = timeline->slots[i - 1].first;
	*until = (int64_t)timeline->slots[i].first * DAY_SECONDS;
	return true;
}

bool where_has_every_kind(const struct relations *relations)
{
	return relations->query->reads & RELATION_EVERY_KIND;
}

bool where_is_kind_of_every(const struct relations *relations, const struct by *field)
{
	return where_has_every_kind(relations) && is_named(field, "kind");
}

bool where_cube(const struct relations *relations, enum cube_dim *cube)
{
	*cube = CUBE_TOTAL;
	if (relations->counted_from != COUNTED_FASTEST || where_has_parts(relations))
		return false;
	for (size_t i = 0; i < count_fields(relations->scope); i++) {
		const struct by *field = field_at(relations->scope, i);

		if (is_named(field, "cause") || where_is_kind_of_every(relations, field))
			continue;
		if (where_has_every_kind(relations) || !field->dimension ||
			field->dimension->cube == CUBE_TOTAL)
			return false;
		if (*cube != CUBE_TOTAL && *cube != field->dimension->cube)
			return false;
		*cube = field->dimension->cube;
	}
	return true;
}

/* Several uses of one header share the values of the first. */
static size_t extra_number(const struct scope *scope, const char *header)
{
	size_t i = 0;

	while (!field_at(scope, i)->header || strcmp(field_at(scope, i)->header, header) != 0)
		i++;
	return i;
}

/* The value of a field as a whole number; 0 is unassigned, or -1 for fields that are numbers. */
static void write_field(
	const struct relations *relations, const struct by *field, enum row_of row, struct buf *out)
{
	if (row == ROW_OF_EXPOSURE)
		buf_format(out, "x.%s", field->dimension->column);
	else if (!field->dimension)
		buf_format(out,
			"ifnull((SELECT value FROM temp.extra_values e WHERE e.field = %zu "
			"AND e.complaint = c.id), 0)",
			extra_number(relations->scope, field->header));
	else if (where_has_parts(relations) && is_named(field, "cause"))
		buf_add_text(out, "ifnull(k.cause, c.cause)");
	else if (where_has_parts(relations) && is_named(field, "subcause"))
		buf_add_text(out, "ifnull(k.subcause, c.subcause)");
	else if (row == ROW_OF_CUBE && !is_named(field, "cause"))
		buf_add_text(out, "c.value");
	else if (where_is_kind_of_every(relations, field))
		buf_add_text(out, "iif(c.flags & 1, 0, c.kind)");
	else if (field->dimension->value == VALUE_NUMBER)
		buf_format(out, "ifnull(c.%s, -1)", field->dimension->column);
	else
		buf_format(out, "c.%s", field->dimension->column);
}

/* --- values of extra columns --- */

static int run_with_header(
	const struct relations *relations, const char *text, const char *header, struct err *err)
{
	struct stmt *stmt = stmt_prepare(relations->sql, text, err);
	int status;

	if (!stmt)
		return -1;
	stmt_bind_text(stmt, 1, header, strlen(header));
	status = stmt_step(stmt, err) < 0 ? -1 : 0;
	stmt_free(stmt);
	return status;
}

static int make_extra(
	const struct relations *relations, size_t i, const char *header, struct err *err)
{
	char *fill =
		mem_format("INSERT OR IGNORE INTO temp.extra_values SELECT %zu, n.complaint, x.id "
			   "FROM main.narrative n, json_each(n.extra) j, temp.extra_terms x "
			   "WHERE j.key = ?1 AND x.text = CAST(j.value AS TEXT)",
			i);
	int status = run_with_header(relations,
		"INSERT OR IGNORE INTO temp.extra_terms(text) SELECT DISTINCT CAST(j.value AS "
		"TEXT) "
		"FROM main.narrative n, json_each(n.extra) j WHERE j.key = ?1 AND j.value <> ''",
		header, err);

	if (status == 0)
		status = run_with_header(relations, fill, header, err);
	free(fill);
	if (status == 0 && relations->extent->newest != NO_DAY && !sql_changes(relations->sql))
		return err_set(err, "no complaint has a further column '%s'", header);
	return status;
}

static int make_extras(const struct relations *relations, struct err *err)
{
	const struct scope *scope = relations->scope;
	bool has_tables = false;

	for (size_t i = 0; i < count_fields(scope); i++) {
		const char *header = field_at(scope, i)->header;

		if (!header || extra_number(scope, header) != i)
			continue;
		if (!has_tables && sql_run(relations->sql, err,
					   "CREATE TEMP TABLE extra_terms(id INTEGER PRIMARY KEY, "
					   "text UNIQUE); "
					   "CREATE TEMP TABLE extra_values(field INTEGER, "
					   "complaint INTEGER, value INTEGER, "
					   "PRIMARY KEY(field, complaint)) WITHOUT ROWID") < 0)
			return -1;
		has_tables = true;
		if (make_extra(relations, i, header, err) < 0)
			return -1;
	}
	return 0;
}

/* Each cause of a complaint once; a subcause only where one is asked for. */
static int make_cause_parts(const struct relations *relations, struct err *err)
{
	const struct scope *scope = relations->scope;
	bool has_subcause = false;

	for (size_t i = 0; i < count_fields(scope); i++)
		has_subcause = has_subcause || is_named(field_at(scope, i), "subcause");
	return relations_run(relations->sql, err,
		"CREATE TEMP TABLE cause_parts(complaint INTEGER, cause INTEGER, "
		"subcause INTEGER, part, "
		"PRIMARY KEY(complaint, cause, subcause)) WITHOUT ROWID; "
		"INSERT INTO temp.cause_parts SELECT complaint, cause, subcause, "
		"%s FROM (SELECT DISTINCT complaint, cause, %s AS subcause FROM "
		"main.complaint_cause)",
		scope->causes == CAUSES_WHOLE ? "1"
					      : "1.0 / count(*) OVER (PARTITION BY complaint)",
		has_subcause ? "subcause" : "0");
}

int where_prepare(const struct relations *relations, struct err *err)
{
	if (make_extras(relations, err) < 0)
		return -1;
	return where_has_parts(relations) ? make_cause_parts(relations, err) : 0;
}

/* --- conditions --- */

struct ids {
	int64_t *ids;
	size_t n, capacity;
};

static void add_id(struct ids *ids, int64_t id)
{
	ids->ids = mem_grow(ids->ids, ids->n, &ids->capacity, sizeof *ids->ids);
	ids->ids[ids->n++] = id;
}

/* Ids of the terms that a condition means. */
static int find_terms(const struct relations *relations, const struct condition *condition,
	const char *value, struct ids *out, struct err *err)
{
	const struct dimension *dimension = condition->field.dimension;
	char *text = mem_format("SELECT id FROM %s WHERE %s AND %s",
		dimension ? "main.term" : "temp.extra_terms", dimension ? "dim = ?2" : "id > 0",
		condition->op == '~' ? "instr(text, ?1)" : "text = ?1");
	struct stmt *stmt = stmt_prepare(relations->sql, text, err);
	int status = 0;

	free(text);
	if (!stmt)
		return -1;
	stmt_bind_text(stmt, 1, value, strlen(value));
	if (dimension)
		stmt_bind_text(stmt, 2, dimension->name, strlen(dimension->name));
	while ((status = stmt_step(stmt, err)) > 0)
		add_id(out, stmt_integer(stmt, 0));
	stmt_free(stmt);
	return status;
}

static int read_number(const struct condition *condition, struct ids *out, struct err *err)
{
	char *end;
	long long number = strtoll(condition->value, &end, 10);

	if (condition->op == '~' || end == condition->value || *end)
		return err_set(err, "--where %s takes a whole number, not '%s%s'",
			condition->field.word, condition->op == '~' ? "~" : "", condition->value);
	add_id(out, number);
	return 0;
}

/* By any of its names, or a part of the code. */
static bool means_complaint(const struct relations *relations, const struct condition *condition)
{
	const char *value = condition->value, *code = NULL;

	if (condition->op == '~')
		return strstr(KIND_COMPLAINT, value);
	if (relations->labels)
		code = labels_code(relations->labels, "kind", value, strlen(value));
	return !strcmp(code ? code : value, KIND_COMPLAINT);
}

/* The name of a code serves as well. */
static int find_ids(const struct relations *relations, const struct condition *condition,
	struct ids *out, struct err *err)
{
	const struct dimension *dimension = condition->field.dimension;
	bool is_number = dimension && dimension->value == VALUE_NUMBER;
	const char *code;
	size_t before = out->n;

	if (!*condition->value || !strcmp(condition->value, "(unassigned)")) {
		add_id(out, is_number ? -1 : 0);
		return 0;
	}
	if (is_number)
		return read_number(condition, out, err);
	if (where_is_kind_of_every(relations, &condition->field) &&
		means_complaint(relations, condition))
		add_id(out, 0);
	if (find_terms(relations, condition, condition->value, out, err) < 0)
		return -1;
	if (out->n > before || !dimension || !relations->labels || condition->op == '~')
		return 0;
	code = labels_code(
		relations->labels, dimension->name, condition->value, strlen(condition->value));
	return code ? find_terms(relations, condition, code, out, err) : 0;
}

bool where_is_known(const struct relations *relations, const struct condition *condition)
{
	struct ids ids = {0};
	struct err ignored;
	bool is_known = find_ids(relations, condition, &ids, &ignored) == 0 && ids.n > 0;

	free(ids.ids);
	return is_known;
}

int where_ids(const struct relations *relations, const struct by *field, bool is_not,
	bool *is_there, int64_t **ids, size_t *n, struct err *err)
{
	const struct scope *scope = relations->scope;
	struct ids found = {0};
	int status = 0;

	*is_there = false;
	for (size_t i = 0; i < scope->n_conditions && status == 0; i++) {
		const struct condition *condition = &scope->conditions[i];

		if (strcmp(condition->field.word, field->word) != 0 ||
			(condition->op == '!') != is_not)
			continue;
		*is_there = true;
		status = find_ids(relations, condition, &found, err);
	}
	*ids = found.ids;
	*n = found.n;
	return status;
}

static int write_conditions(const struct relations *relations, const struct by *field, bool is_not,
	enum row_of row, struct buf *out, struct err *err)
{
	int64_t *ids;
	bool is_there;
	size_t n;
	int status = where_ids(relations, field, is_not, &is_there, &ids, &n, err);

	if (is_there && status == 0) {
		buf_add_text(out, " AND ");
		write_field(relations, field, row, out);
		buf_format(out, " %sIN (", is_not ? "NOT " : "");
		for (size_t i = 0; i < n; i++)
			buf_format(out, "%s%lld", i ? "," : "", (long long)ids[i]);
		buf_add_char(out, ')');
	}
	free(ids);
	return status;
}

bool where_is_first_of_field(const struct scope *scope, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (!strcmp(scope->conditions[j].field.word, scope->conditions[i].field.word))
			return false;
	return true;
}

static int write_where(
	const struct relations *relations, enum row_of row, struct buf *where, struct err *err)
{
	const struct scope *scope = relations->scope;

	for (size_t i = 0; i < scope->n_conditions; i++) {
		const struct by *field = &scope->conditions[i].field;
		bool is_population = field->dimension && field->dimension->of == OF_POPULATION;

		if (!where_is_first_of_field(scope, i) ||
			(row == ROW_OF_EXPOSURE && !is_population))
			continue;
		if (write_conditions(relations, field, false, row, where, err) < 0 ||
			write_conditions(relations, field, true, row, where, err) < 0)
			return -1;
	}
	return 0;
}

int where_select(const struct relations *relations, enum row_of row, struct selection *selection,
	struct err *err)
{
	const struct scope *scope = relations->scope;

	*selection = (struct selection){.n_keys = scope->n_by ? scope->n_by : 1};
	for (size_t i = 0; i < scope->n_by; i++)
		write_field(relations, &scope->by[i], row, &selection->keys[i]);
	if (!scope->n_by)
		buf_add_text(&selection->keys[0], "0");
	return write_where(relations, row, &selection->where, err);
}

int where_population(const struct relations *relations, struct buf *where, struct err *err)
{
	return write_where(relations, ROW_OF_EXPOSURE, where, err);
}

void selection_write(
	const struct selection *selection, const char *format, const char *joint, struct buf *out)
{
	for (size_t i = 0; i < selection->n_keys; i++) {
		buf_add_text(out, i ? joint : "");
		for (const char *p = format; *p; p++)
			if (*p == '#')
				buf_format(out, "%zu", i);
			else if (*p == '@')
				buf_add_text(out, buf_text(&selection->keys[i]));
			else
				buf_add_char(out, *p);
	}
}

void selection_release(struct selection *selection)
{
	for (size_t i = 0; i < MAX_BY; i++)
		buf_release(&selection->keys[i]);
	buf_release(&selection->where);
}
