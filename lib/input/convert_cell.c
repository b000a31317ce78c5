#include "input/convert_cell.h"

#include "base/date.h"
#include "base/text.h"
#include "input/duration.h"
#include "input/extra.h"
#include "input/story.h"
#include "input/value.h"
#include "record/canonical.h"

enum conversion work_reject(struct work *work, enum reject_code code, size_t column)
{
	*work->fault = (struct fault){code, column};
	return REJECTED;
}

static void add_extra(struct work *work, size_t column, struct span cell)
{
	if (cell.n)
		extra_add(&work->converter->extra, work->converter->plan->columns[column].header,
			cell);
}

struct span work_keep(struct work *work, const struct buf *text)
{
	return (struct span){
		arena_text(&work->batch->arena, buf_text(text), text->len), (uint32_t)text->len};
}

struct span work_join(struct work *work, struct span a, const char *between, struct span b)
{
	struct buf *joined = &work->converter->joined;

	if (!a.n || !b.n)
		return a.n ? a : b;
	buf_clear(joined);
	buf_add(joined, a.text, a.n);
	buf_add_text(joined, between);
	buf_add(joined, b.text, b.n);
	return work_keep(work, joined);
}

static enum conversion put_instant(struct work *work, size_t column, struct span cell)
{
	const struct plan_column *plan = &work->converter->plan->columns[column];
	struct moment moment;

	if (!cell.n || moment_is_placeholder(cell.text, cell.n))
		return CONVERTED;
	switch (moment_read(cell.text, cell.n, &plan->orders, &moment)) {
	case MOMENT_ORDER:
		return NEEDS_EVIDENCE;
	case MOMENT_READ:
		break;
	case MOMENT_NONE:
		return work_reject(work, REJECT_BAD_DATE, column);
	}
	if (!moment.has_date)
		return work_reject(work, REJECT_BAD_DATE, column);
	if (moment.is_serial && work->converter->is_1904)
		moment.seconds += (int64_t)MOMENT_1904_DAYS * DAY_SECONDS;
	if (moment.is_utc && work->converter->to_local)
		moment.seconds = work->converter->to_local(moment.seconds);
	work->batch->number[plan->field][work->r] = instant_pack(moment.seconds, moment.has_time);
	return CONVERTED;
}

/* The time of day that stands in a column of its own. */
static enum conversion put_time(struct work *work, size_t column, struct span cell)
{
	static const struct date_orders NO_ORDERS;
	int64_t *received = &work->batch->number[FIELD_RECEIVED_AT][work->r];
	struct moment moment;

	if (!cell.n || *received == NUMBER_NONE || instant_has_time(*received))
		return CONVERTED;
	if (moment_read(cell.text, cell.n, &NO_ORDERS, &moment) != MOMENT_READ || !moment.has_time)
		return work_reject(work, REJECT_BAD_DATE, column);
	*received = instant_pack(instant_seconds(*received) + (moment.seconds % DAY_SECONDS), true);
	return CONVERTED;
}

/* received_at and a duration make an instant; without a time of day there is none. */
static void put_duration(struct work *work, size_t column, struct span cell)
{
	static const enum duration_unit UNITS[] = {[COLUMN_DURATION] = DURATION_WRITTEN,
		[COLUMN_SECONDS] = DURATION_SECONDS,
		[COLUMN_MINUTES] = DURATION_MINUTES,
		[COLUMN_HOURS] = DURATION_HOURS,
		[COLUMN_DAYS] = DURATION_DAYS};
	const struct plan_column *plan = &work->converter->plan->columns[column];
	int64_t received = work->batch->number[FIELD_RECEIVED_AT][work->r];
	int64_t seconds;

	add_extra(work, column, cell);
	if (cell.n && instant_has_time(received) &&
		duration_read(cell.text, cell.n, UNITS[plan->format], &seconds))
		work->batch->number[plan->field][work->r] =
			instant_pack(instant_seconds(received) + seconds, true);
}

/* Numbers that are none stay readable in extra. */
static void put_number(struct work *work, size_t column, struct span cell)
{
	enum field field = work->converter->plan->columns[column].field;
	enum field_type type = FIELDS[field].type;
	struct span word = cell;
	int64_t number = NUMBER_NONE;
	bool is_read;

	if (!cell.n)
		return;
	if ((type == FIELD_COUNT && (cell.text[0] < '0' || cell.text[0] > '9')) ||
		type == FIELD_FLAG || field == FIELD_SATISFACTION)
		word = words_find(work->converter->words, field, cell, work->day);
	if (!word.n)
		return;
	is_read = type == FIELD_MONEY ? value_money(word, &number) : value_count(word, &number);
	if (type == FIELD_SCORE) {
		struct err err;

		is_read = canonical_read_number(field, word.text, word.n, &number, &err) == 0;
	}
	if (is_read && type == FIELD_FLAG)
		is_read = number == 0 || number == 1;
	if (is_read && field == FIELD_SEVERITY)
		is_read = number >= 1 && number <= 4;
	if (is_read) {
		work->batch->number[field][work->r] = number;
		return;
	}
	work->converter->n_unread++;
	add_extra(work, column, cell);
}

/* Whoever disputes the answer is not satisfied with it; who does not may be anything. */
static void put_disputed(struct work *work, size_t column, struct span cell)
{
	enum { NOT_SATISFIED = 2 };
	struct span word = words_find(work->converter->words, FIELD_ESCALATED, cell, work->day);

	add_extra(work, column, cell);
	if (text_is(word.text, word.n, "1"))
		work->batch->number[FIELD_SATISFACTION][work->r] = NOT_SATISFIED;
}

/* What staff wrote and how it was set is no story of the customer; all of it stays in extra. */
static struct span story(struct work *work, size_t column, struct span cell)
{
	struct span story = story_of(cell, &work->batch->arena);

	if (story.text != cell.text)
		add_extra(work, column, cell);
	return story;
}

/* Labels joined by ';' whatever joined them. */
static struct span causes_of(struct work *work, struct span cell)
{
	char *copy = arena_text(&work->batch->arena, cell.text, cell.n);

	for (size_t i = 0; i < cell.n; i++)
		if (copy[i] == '|' || copy[i] == ',')
			copy[i] = ';';
	return (struct span){copy, cell.n};
}

/* An identifier into *cell; one that Excel has spoilt is never a key, and goes to extra. */
static enum conversion take_identifier(struct work *work, size_t column, struct span *cell)
{
	const struct plan_column *plan = &work->converter->plan->columns[column];
	struct span original = *cell;
	bool is_damaged;

	*cell = value_identifier(*cell, &work->batch->arena, &is_damaged);
	if (!is_damaged && value_is_rounded(*cell)) {
		if (plan->rounded == ROUNDED_UNKNOWN)
			return NEEDS_EVIDENCE;
		is_damaged = plan->rounded == ROUNDED_DAMAGED;
	}
	if (!is_damaged)
		return CONVERTED;
	work->converter->n_damaged++;
	add_extra(work, column, original);
	*cell = (struct span){0};
	return CONVERTED;
}

static enum conversion put_text(struct work *work, size_t column, struct span cell)
{
	const struct plan_column *plan = &work->converter->plan->columns[column];

	if (plan->field == FIELD_TEXT && cell.n)
		cell = story(work, column, cell);
	if (value_is_identifier(plan->field) &&
		take_identifier(work, column, &cell) == NEEDS_EVIDENCE)
		return NEEDS_EVIDENCE;
	if (column == work->converter->plan->status_column &&
		words_knows(work->converter->words, FIELD_STATUS, cell))
		work->batch->text[FIELD_STATUS][work->r] =
			words_find(work->converter->words, FIELD_STATUS, cell, work->day);
	if (plan->format == COLUMN_TITLE) {
		work->title = work_join(work, work->title, "\n", cell);
	} else if (plan->format == COLUMN_SECOND) {
		work->second = work_join(work, work->second, " / ", cell);
	} else if (plan->field == FIELD_CAUSES && !work->converter->is_canonical) {
		work->batch->text[FIELD_CAUSES][work->r] = causes_of(work, cell);
	} else {
		work->batch->text[plan->field][work->r] =
			words_find(work->converter->words, plan->field, cell, work->day);
	}
	return CONVERTED;
}

/* Canonical text is taken as it is; false when it is none. */
static bool put_canonical(struct work *work, size_t column, struct span cell)
{
	enum field field = work->converter->plan->columns[column].field;
	struct err err;

	if (field == N_FIELDS)
		return false;
	if (field_is_text(field)) {
		work->batch->text[field][work->r] = cell;
		return true;
	}
	return canonical_read_number(
		       field, cell.text, cell.n, &work->batch->number[field][work->r], &err) == 0;
}

enum conversion convert_cell(struct work *work, size_t column)
{
	const struct plan_column *plan = &work->converter->plan->columns[column];
	struct span cell = column < work->row->n ? work->row->cells[column] : (struct span){0};

	if (plan->is_ignored)
		return CONVERTED;
	if (work->converter->is_canonical && put_canonical(work, column, cell))
		return CONVERTED;
	if (work->converter->is_strict)
		return work_reject(work, REJECT_BAD_VALUE, column);
	cell = value_trim(cell);
	if (cell.n && cell.text[0] == '=' && !value_is_identifier(plan->field))
		cell = value_unwrap(cell);
	if (plan->field == N_FIELDS) {
		add_extra(work, column, cell);
		return CONVERTED;
	}
	switch (plan->format) {
	case COLUMN_DISPUTED:
		put_disputed(work, column, cell);
		return CONVERTED;
	case COLUMN_TIME:
		return put_time(work, column, cell);
	case COLUMN_DURATION:
	case COLUMN_SECONDS:
	case COLUMN_MINUTES:
	case COLUMN_HOURS:
	case COLUMN_DAYS:
		put_duration(work, column, cell);
		return CONVERTED;
	default:
		break;
	}
	if (FIELDS[plan->field].type == FIELD_INSTANT)
		return put_instant(work, column, cell);
	if (field_is_text(plan->field))
		return put_text(work, column, cell);
	put_number(work, column, cell);
	return CONVERTED;
}
