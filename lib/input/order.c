#include "input/order.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"

/* Values of one shape. */
struct shape {
	uint64_t n;
	uint64_t n_open;            /* that are different dates when read day-month and month-day */
	uint64_t n_wrong[4];        /* by order: values that are no date when read so */
	bool first[100], last[100]; /* which two-digit numbers stood there */
	struct moment *undecided;   /* distinct values, a few: for comparison with plain dates */
	size_t n_undecided, capacity;
};

enum { MOST_UNDECIDED = 4096 };

struct order_evidence {
	struct shape shapes[N_DATE_SHAPES];
	int64_t low, high; /* seconds of the dates that need no order */
	uint64_t n_plain;
};

static const enum date_order ORDERS[] = {ORDER_DMY, ORDER_MDY, ORDER_YMD};

struct order_evidence *order_new(void)
{
	return mem_zalloc(sizeof(struct order_evidence));
}

void order_free(struct order_evidence *evidence)
{
	if (!evidence)
		return;
	for (size_t i = 0; i < N_DATE_SHAPES; i++)
		free(evidence->shapes[i].undecided);
	free(evidence);
}

static void add_plain(struct order_evidence *evidence, int64_t seconds)
{
	if (!evidence->n_plain || seconds < evidence->low)
		evidence->low = seconds;
	if (!evidence->n_plain || seconds > evidence->high)
		evidence->high = seconds;
	evidence->n_plain++;
}

/* Reads the three parts in one order; false when that is no date. */
static bool as_date(const struct moment *moment, enum date_order order, int64_t *seconds)
{
	const int *part = moment->part;
	int last = moment->shape % 2 ? part[2] : part[2] < 69 ? 2000 + part[2] : 1900 + part[2];
	int first = part[0] < 69 ? 2000 + part[0] : 1900 + part[0];
	int year = order == ORDER_YMD ? first : last;
	int month = order == ORDER_MDY ? part[0] : part[1];
	int day = order == ORDER_DMY ? part[0] : order == ORDER_MDY ? part[1] : part[2];

	if ((order == ORDER_YMD && moment->shape % 2) || !date_is_valid(year, month, day))
		return false;
	*seconds = (int64_t)date_day(year, month, day) * DAY_SECONDS;
	return true;
}

static bool is_open(const struct moment *moment)
{
	int64_t dmy, mdy;

	return as_date(moment, ORDER_DMY, &dmy) && as_date(moment, ORDER_MDY, &mdy) && dmy != mdy;
}

void order_add(struct order_evidence *evidence, const char *text, size_t n)
{
	static const struct date_orders NONE;
	struct moment moment;
	enum moment_result result = moment_read(text, n, &NONE, &moment);
	struct shape *shape;
	int64_t seconds;

	if (result == MOMENT_READ && moment.has_date)
		add_plain(evidence, moment.seconds);
	if (result != MOMENT_ORDER)
		return;
	shape = &evidence->shapes[moment.shape];
	shape->n++;
	for (size_t i = 0; i < sizeof ORDERS / sizeof *ORDERS; i++)
		shape->n_wrong[ORDERS[i]] += !as_date(&moment, ORDERS[i], &seconds);
	shape->n_open += is_open(&moment);
	shape->first[moment.part[0] % 100] = true;
	shape->last[moment.part[2] % 100] = true;
	if (shape->n_undecided < MOST_UNDECIDED) {
		shape->undecided = mem_grow(shape->undecided, shape->n_undecided, &shape->capacity,
			sizeof *shape->undecided);
		shape->undecided[shape->n_undecided++] = moment;
	}
}

static size_t count(const bool seen[100])
{
	size_t n = 0;

	for (size_t i = 0; i < 100; i++)
		n += seen[i];
	return n;
}

/* An order holds when hardly any value contradicts it. */
static bool holds(const struct shape *shape, enum date_order order)
{
	return shape->n_wrong[order] * 100 <= shape->n;
}

/* The order by which alone the values fall among the dates that are sure (with a margin of half
 * their span), or unknown. */
static enum date_order by_neighbours(
	const struct shape *shape, int64_t low, int64_t high, bool is_known)
{
	int64_t margin = (high - low) / 2;
	size_t inside[4] = {0};

	if (!is_known || !shape->n_undecided)
		return ORDER_UNKNOWN;
	for (size_t i = 0; i < shape->n_undecided; i++)
		for (size_t k = 0; k < 2; k++) {
			int64_t seconds;

			inside[ORDERS[k]] += as_date(&shape->undecided[i], ORDERS[k], &seconds) &&
					     seconds >= low - margin && seconds <= high + margin;
		}
	if (inside[ORDER_DMY] * 100 >= shape->n_undecided * 98 &&
		inside[ORDER_MDY] * 10 < shape->n_undecided * 8)
		return ORDER_DMY;
	if (inside[ORDER_MDY] * 100 >= shape->n_undecided * 98 &&
		inside[ORDER_DMY] * 10 < shape->n_undecided * 8)
		return ORDER_MDY;
	return ORDER_UNKNOWN;
}

/* By what the values alone allow. */
static enum date_order by_values(const struct shape *shape, int index)
{
	bool dmy = holds(shape, ORDER_DMY), mdy = holds(shape, ORDER_MDY);
	bool ymd = index % 2 == 0 && holds(shape, ORDER_YMD);

	if (ymd && (dmy || mdy)) { /* the year is the number that varies least */
		if (count(shape->first) < count(shape->last))
			return ORDER_YMD;
		ymd = false;
	}
	if (dmy && mdy && !shape->n_open) /* 03/03: the same in both */
		return ORDER_DMY;
	if (dmy + mdy + ymd != 1)
		return ORDER_UNKNOWN;
	return dmy ? ORDER_DMY : mdy ? ORDER_MDY : ORDER_YMD;
}

/* Widens low..high by the dates of a shape whose order is known. */
static void widen(const struct shape *shape, enum date_order order, int64_t *low, int64_t *high,
	bool *is_known)
{
	for (size_t i = 0; i < shape->n_undecided; i++) {
		int64_t seconds;

		if (!as_date(&shape->undecided[i], order, &seconds))
			continue;
		*low = *is_known && *low < seconds ? *low : seconds;
		*high = *is_known && *high > seconds ? *high : seconds;
		*is_known = true;
	}
}

static int refuse(const struct shape *shape, struct err *err)
{
	if (!holds(shape, ORDER_DMY) && !holds(shape, ORDER_MDY))
		return err_set(err,
			"%" PRIu64 " dates mix day-month and month-day, %" PRIu64
			" of them can be both: name the order by --date-order",
			shape->n, shape->n_open);
	return err_set(err,
		"%" PRIu64 " of %" PRIu64
		" dates can be day-month or month-day: say which by --date-order",
		shape->n_open, shape->n);
}

int order_decide(const struct order_evidence *evidence, struct date_orders *orders, struct err *err)
{
	int64_t low = evidence->low, high = evidence->high;
	bool is_known = evidence->n_plain > 0;

	for (int i = 0; i < N_DATE_SHAPES; i++) {
		const struct shape *shape = &evidence->shapes[i];

		if (!shape->n)
			continue;
		if (!orders->of[i])
			orders->of[i] = by_values(shape, i);
		if (orders->of[i])
			widen(shape, orders->of[i], &low, &high, &is_known);
	}
	for (int i = 0; i < N_DATE_SHAPES; i++) {
		const struct shape *shape = &evidence->shapes[i];

		if (!shape->n || orders->of[i])
			continue;
		orders->of[i] = by_neighbours(shape, low, high, is_known);
		if (!orders->of[i])
			return refuse(shape, err);
	}
	return 0;
}
