#include "input/convert.h"

#include <assert.h>

#include "base/date.h"
#include "input/convert_cell.h"

void convert_begin(const struct converter *converter, struct batch *batch)
{
	const struct plan *plan = converter->plan;

	for (enum field field = 0; field < N_FIELDS; field++)
		if (plan->has[field])
			batch_add_column(batch, field);
	batch_add_column(batch, FIELD_SOURCE);
	if (!converter->is_canonical && (plan->has[FIELD_CAUSE] || plan->has[FIELD_CAUSES])) {
		batch_add_column(batch, FIELD_CAUSE);
		batch_add_column(batch, FIELD_CAUSES);
		batch_add_column(batch, FIELD_CAUSE_BY);
	}
	if (!converter->is_canonical)
		batch_add_column(batch, FIELD_EXTRA);
}

void converter_release(struct converter *converter)
{
	buf_release(&converter->extra);
	buf_release(&converter->joined);
}

/* "product:quality;attitude:no-answer" and "product" are completed from each other. */
static void finish_cause(struct work *work)
{
	struct span *cause = &work->batch->text[FIELD_CAUSE][work->r];
	struct span *causes = &work->batch->text[FIELD_CAUSES][work->r];
	struct span *by = &work->batch->text[FIELD_CAUSE_BY][work->r];

	if (!causes->n)
		*causes = *cause;
	if (!cause->n && causes->n) {
		size_t n = 0;

		while (n < causes->n && causes->text[n] != ';' && causes->text[n] != ':')
			n++;
		*cause = (struct span){causes->text, (uint32_t)n};
	}
	if (cause->n && !by->n)
		*by = (struct span){"export", 6};
}

static enum conversion finish(struct work *work)
{
	struct batch *batch = work->batch;
	const struct plan *plan = work->converter->plan;

	if (batch->number[FIELD_RECEIVED_AT][work->r] == NUMBER_NONE)
		return work_reject(work, REJECT_NO_DATE, plan->by_turn[0]);
	if (work->title.n)
		batch->text[FIELD_TEXT][work->r] =
			work_join(work, work->title, "\n", batch->text[FIELD_TEXT][work->r]);
	if (work->second.n)
		batch->text[FIELD_REPORTED_CAUSE][work->r] = work_join(
			work, batch->text[FIELD_REPORTED_CAUSE][work->r], " / ", work->second);
	if (!batch->text[FIELD_SOURCE][work->r].n)
		batch->text[FIELD_SOURCE][work->r] = work->converter->source;
	if (!work->converter->is_canonical && (plan->has[FIELD_CAUSE] || plan->has[FIELD_CAUSES]))
		finish_cause(work);
	if (work->converter->extra.len) {
		buf_add_char(&work->converter->extra, '}');
		batch_add_column(batch, FIELD_EXTRA);
		batch->text[FIELD_EXTRA][work->r] = work_keep(work, &work->converter->extra);
	}
	return CONVERTED;
}

/* A rejected or unfinished row leaves nothing behind. */
static void blank_row(struct batch *batch, size_t r)
{
	for (enum field field = 0; field < N_FIELDS; field++) {
		if (!batch->has[field])
			continue;
		if (field_is_text(field))
			batch->text[field][r] = (struct span){0};
		else
			batch->number[field][r] = NUMBER_NONE;
	}
}

static void uncount(struct converter *converter)
{
	converter->n_damaged = converter->n_damaged_before;
	converter->n_unread = converter->n_unread_before;
	words_return(converter->words);
}

enum conversion convert_row(struct converter *converter, const struct row *row, struct batch *batch,
	struct fault *fault)
{
	struct work work = {
		.converter = converter, .row = row, .batch = batch, .fault = fault, .r = batch->n};
	const struct plan *plan = converter->plan;
	enum conversion result = CONVERTED;

	converter->n_damaged_before = converter->n_damaged;
	converter->n_unread_before = converter->n_unread;
	words_mark(converter->words);
	buf_clear(&converter->extra);
	for (size_t i = 0; i < plan->n && result == CONVERTED; i++) {
		result = convert_cell(&work, plan->by_turn[i]);
		if (i == 0 && batch->number[FIELD_RECEIVED_AT][work.r] != NUMBER_NONE)
			work.day = instant_day(
				instant_seconds(batch->number[FIELD_RECEIVED_AT][work.r]));
	}
	if (result == CONVERTED)
		result = finish(&work);
	if (result != CONVERTED)
		blank_row(batch, work.r);
	if (result == NEEDS_EVIDENCE) /* the row comes again */
		uncount(converter);
	return result;
}

void convert_again(struct converter *converter, const struct row *row, struct batch *batch)
{
	struct fault fault;

	if (convert_row(converter, row, batch, &fault) != CONVERTED)
		assert(!"a row that was converted is converted again");
	uncount(converter);
}
