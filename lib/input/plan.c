#include "input/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "input/fill.h"
#include "input/guess.h"
#include "input/header.h"
#include "input/plausible.h"

enum { MOST_COLUMNS = 16384 }; /* as a sheet has */

static const struct column_rule *user_rule(
	const struct plan_options *options, struct span header, size_t number)
{
	const struct column_rule *rule;

	if (!options->user)
		return NULL;
	rule = columns_find_number(options->user, number);
	return rule || !header.n ? rule : columns_find(options->user, header);
}

static struct span numbered(struct arena *arena, size_t number)
{
	char *text = arena_format(arena, "#%zu", number);

	return (struct span){text, (uint32_t)strlen(text)};
}

static struct span keep(struct arena *arena, struct span text)
{
	return (struct span){arena_text(arena, text.text, text.n), text.n};
}

struct span sample_cell(const struct sample *sample, size_t row, size_t column)
{
	const struct sample_row *of = &sample->rows[row];

	return column < of->n ? of->cells[column] : (struct span){0};
}

static struct span example_of(const struct plan *plan, const struct sample *sample, size_t column)
{
	for (size_t i = plan->first_data; i < sample->n; i++)
		if (sample_cell(sample, i, column).n)
			return sample_cell(sample, i, column);
	return (struct span){0};
}

/* As they stand in the file, to know them when they come again. */
static void keep_two(struct plan *plan, const struct header *header, struct arena *arena)
{
	if (!header->upper)
		return;
	for (size_t i = 0; i < plan->n; i++) {
		if (i < header->upper->n)
			plan->columns[i].upper = keep(arena, header->upper->cells[i]);
		if (i < header->lower->n)
			plan->columns[i].lower = keep(arena, header->lower->cells[i]);
	}
}

static void make_columns(struct plan *plan, const struct header *header,
	const struct sample *sample, struct arena *arena)
{
	plan->header_line = header->line;
	plan->first_data = header->first_data;
	plan->n = header->n;
	plan->columns = arena_alloc(arena, plan->n * sizeof *plan->columns);
	for (size_t i = 0; i < plan->n; i++) {
		struct span name = header->names[i];

		if (name.n || !header->line)
			plan->n_needed = i + 1;
		plan->columns[i] = (struct plan_column){
			.header = name.n ? keep(arena, name) : numbered(arena, i + 1),
			.field = N_FIELDS,
			.is_ignored = name.n > 5 && !memcmp(name.text, "kesu_", 5),
			.example = keep(arena, example_of(plan, sample, i))};
	}
	keep_two(plan, header, arena);
}

static void find_file(struct plan *plan, struct arena *arena)
{
	for (size_t i = 0; i < plan->n; i++) {
		struct span header = plan->columns[i].header, example = plan->columns[i].example;

		if (plan->columns[i].is_ignored && text_is(header.text, header.n, "kesu_file") &&
			example.n)
			plan->kesu_file = arena_text(arena, example.text, example.n);
	}
}

static bool is_added(enum column_format format)
{
	return format == COLUMN_TITLE || format == COLUMN_SECOND || format == COLUMN_TIME;
}

/* Time since the complaint was received. */
static bool is_span(enum column_format format)
{
	return format >= COLUMN_DURATION && format <= COLUMN_DAYS;
}

static void assign(
	struct plan *plan, size_t column, const struct column_rule *rule, enum plan_by by)
{
	static const enum date_order ORDERS[] = {
		[COLUMN_DMY] = ORDER_DMY, [COLUMN_MDY] = ORDER_MDY, [COLUMN_YMD] = ORDER_YMD};
	struct plan_column *to = &plan->columns[column];

	to->field = rule->field;
	to->format = rule->format;
	if (is_span(rule->format) && (by != BY_USER || rule->format == COLUMN_DURATION) &&
		columns_unit(to->header) != COLUMN_DURATION)
		to->format = columns_unit(to->header);
	to->by = by;
	to->confidence = rule->field < N_FIELDS;
	if (rule->field == N_FIELDS)
		return;
	if (rule->format == COLUMN_TIME)
		plan->time_column = column;
	else
		plan->has[rule->field] = true;
	if (rule->format < COLUMN_DMY)
		return;
	to->format = COLUMN_PLAIN;
	to->hint = ORDERS[rule->format];
	for (size_t i = 0; by == BY_USER && i < N_DATE_SHAPES; i++)
		to->orders.of[i] = to->hint;
}

/* A field that one column has already (titles and second levels do not count). */
static bool is_taken(const struct plan *plan, enum field field)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->columns[i].field == field && !is_added(plan->columns[i].format))
			return true;
	return false;
}

static int assign_by_user(
	struct plan *plan, const struct plan_options *options, bool fixed[], struct err *err)
{
	for (size_t i = 0; i < plan->n; i++) {
		const struct column_rule *rule = user_rule(options, plan->columns[i].header, i + 1);

		if (!rule)
			continue;
		if (rule->field < N_FIELDS && !is_added(rule->format) &&
			is_taken(plan, rule->field))
			continue; /* a repeated header: the first stands */
		assign(plan, i, rule, BY_USER);
		fixed[i] = true;
	}
	for (size_t k = 0; options->user && k < columns_count(options->user); k++) {
		const struct column_rule *rule = columns_rule(options->user, k);

		if (rule->field < N_FIELDS && rule->format != COLUMN_TIME &&
			!plan->has[rule->field])
			return err_set(err, "--columns: no column '%s' for '%s'", rule->header,
				FIELDS[rule->field].name);
	}
	return 0;
}

/* Something besides the thing complained of names the customer. */
static bool has_customer(const struct plan *plan)
{
	return plan->has[FIELD_CUSTOMER_ID] || plan->has[FIELD_PHONE] || plan->has[FIELD_EMAIL] ||
	       plan->has[FIELD_CUSTOMER_NAME];
}

static void weigh(struct plan *plan, const struct sample *sample,
	const struct plan_options *options, const struct column_rule *rule, size_t column)
{
	if (rule->field < N_FIELDS)
		plan->columns[column].confidence =
			plausible_share(plan, sample, options->words, rule, column);
}

/* Whether the rule, whose turn it is, may have the column. */
static bool is_fitting(const struct plan *plan, const struct sample *sample,
	const struct plan_options *options, const struct column_rule *rule, size_t column)
{
	if (*rule->system && strcmp(rule->system, plan->system) != 0)
		return false;
	if (rule->format == COLUMN_LONE && rule->field < N_FIELDS && has_customer(plan))
		return false;
	if (!is_added(rule->format) && rule->field < N_FIELDS && is_taken(plan, rule->field))
		return false;
	return is_plausible(plan, sample, options->words, rule, column);
}

/* Rules in the order of their file, each taking the first column that it fits. */
static void assign_by_rules(struct plan *plan, const struct sample *sample,
	const struct plan_options *options, bool fixed[])
{
	const struct column_rule **first;
	struct span *headers = mem_alloc(plan->n * sizeof *headers);

	first = mem_alloc(plan->n * sizeof(const struct column_rule *));
	for (size_t i = 0; i < plan->n; i++) {
		headers[i] = plan->columns[i].header;
		first[i] = fixed[i] || plan->columns[i].is_ignored
				   ? NULL
				   : columns_find(options->columns, headers[i]);
	}
	plan->system = columns_system(options->columns, headers, plan->n);
	for (;;) {
		size_t column = SIZE_MAX;
		const struct column_rule *rule;

		for (size_t i = 0; i < plan->n; i++)
			if (first[i] &&
				(column == SIZE_MAX || first[i]->rank < first[column]->rank))
				column = i;
		if (column == SIZE_MAX)
			break;
		rule = first[column];
		first[column] = rule->next;
		if (!is_fitting(plan, sample, options, rule, column))
			continue;
		assign(plan, column, rule, BY_HEADER);
		weigh(plan, sample, options, rule, column);
		first[column] = NULL;
	}
	free(first);
	free(headers);
}

/* Names of fields, exactly, outrank aliases. What a command has computed (causes) is only taken
 * when all headers are such names. */
static void assign_by_name(struct plan *plan, const struct sample *sample,
	const struct plan_options *options, bool fixed[])
{
	for (size_t i = 0; i < plan->n; i++) {
		struct span header = plan->columns[i].header;
		struct column_rule rule = {
			.field = field_find(header.text, header.n), .header = header.text};

		if (fixed[i] || rule.field == N_FIELDS || is_taken(plan, rule.field))
			continue;
		if (!options->is_canonical &&
			(rule.field >= FIELD_CAUSES ||
				!is_plausible(plan, sample, options->words, &rule, i)))
			continue;
		assign(plan, i, &rule, BY_NAME);
		if (!options->is_canonical)
			weigh(plan, sample, options, &rule, i);
		fixed[i] = true;
	}
}

static int require_names(const struct plan *plan, struct err *err)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->columns[i].field == N_FIELDS)
			return err_set(err,
				"'%.*s' is no field of canonical CSV (see 'kesu ingest' for "
				"exports)",
				(int)plan->columns[i].header.n, plan->columns[i].header.text);
	return 0;
}

/* Without a column of its own, the status is where the outcome says it ("Closed with relief"). */
static void find_status(
	struct plan *plan, const struct sample *sample, const struct plan_options *options)
{
	static const struct column_rule STATUS = {.field = FIELD_STATUS, .format = COLUMN_VALUES};

	for (size_t i = 0; i < plan->n; i++)
		if (plan->columns[i].field == FIELD_OUTCOME && !plan->has[FIELD_STATUS] &&
			is_plausible(plan, sample, options->words, &STATUS, i)) {
			plan->status_column = i;
			plan->has[FIELD_STATUS] = true;
		}
}

static size_t add_turns(struct plan *plan, size_t n, bool is_received, bool is_time)
{
	for (size_t i = 0; i < plan->n; i++)
		if ((plan->columns[i].field == FIELD_RECEIVED_AT) == is_received &&
			(plan->columns[i].format == COLUMN_TIME) == is_time)
			plan->by_turn[n++] = i;
	return n;
}

/* received_at first, since durations count from it. */
static void set_turns(struct plan *plan, struct arena *arena)
{
	size_t n = 0;

	plan->by_turn = arena_alloc(arena, plan->n * sizeof *plan->by_turn);
	n = add_turns(plan, n, true, false);
	n = add_turns(plan, n, true, true);
	add_turns(plan, n, false, false);
}

static void set_orders(struct plan *plan, const char *word)
{
	enum date_order order = !strcmp(word, "dmy")   ? ORDER_DMY
				: !strcmp(word, "mdy") ? ORDER_MDY
						       : ORDER_YMD;

	for (size_t i = 0; i < plan->n; i++)
		for (size_t k = 0; k < N_DATE_SHAPES; k++)
			if (!plan->columns[i].orders.of[k])
				plan->columns[i].orders.of[k] = order;
}

static int assign_all(struct plan *plan, const struct sample *sample,
	const struct plan_options *options, struct err *err)
{
	bool *fixed = mem_zalloc(plan->n * sizeof *fixed);
	int status = assign_by_user(plan, options, fixed, err);

	if (status == 0) {
		assign_by_name(plan, sample, options, fixed);
		if (options->is_canonical)
			status = require_names(plan, err);
		else
			assign_by_rules(plan, sample, options, fixed);
	}
	free(fixed);
	return status;
}

static void fill_data(struct sample *sample, size_t first)
{
	for (size_t i = first; i < sample->n; i++) {
		struct sample_row *row = &sample->rows[i];

		row->n = fill_merged(row->cells, row->n, row->merged, row->n_merged);
	}
}

int plan_make(struct plan *plan, struct sample *sample, const struct plan_options *options,
	struct arena *arena, struct err *err)
{
	struct header header;

	*plan = (struct plan){.system = "", .time_column = SIZE_MAX, .status_column = SIZE_MAX};
	if (header_find(&header, sample, options, arena, err) < 0)
		return -1;
	fill_data(sample, header.first_data);
	make_columns(plan, &header, sample, arena);
	find_file(plan, arena);
	if (plan->n > MOST_COLUMNS)
		return err_set(err, "its header has more than %d columns", MOST_COLUMNS);
	if (assign_all(plan, sample, options, err) < 0)
		return -1;
	if (columns_is_exposure(options->columns, plan->system) && !options->user)
		return err_set(err,
			"its headers are those of '%s', which exports no complaints: see 'kesu "
			"exposure', or name its columns by --columns",
			plan->system);
	if (!options->is_canonical) {
		guess_columns(plan, sample, options->words);
		find_status(plan, sample, options);
	}
	if (!plan->has[FIELD_RECEIVED_AT] && options->is_canonical)
		return err_set(err, "no column 'received_at': it is no canonical CSV (see 'kesu "
				    "ingest' for exports)");
	if (!plan->has[FIELD_RECEIVED_AT])
		return err_set(err, "no column says when complaints were received: name it by "
				    "--columns (received_at,HEADER)");
	if (options->date_order)
		set_orders(plan, options->date_order);
	set_turns(plan, arena);
	return 0;
}
