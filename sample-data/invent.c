/* Which complaints there are: the seasons, the outbreak, those who come back, those who complain
 * about one thing twice. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "sample-data/complaint.h"

enum { N_ORDINARY = 3400, N_OUTBREAK = 150, N_AGAIN = 270, N_TWICE = 120, HOUR = 3600 };

/* The air fryer's bad batch. */
enum { OUTBREAK_PRODUCT = 3, OUTBREAK_DAYS = 47 };

static const uint32_t HOURS[24] = {
	6, 3, 2, 1, 1, 2, 6, 16, 40, 75, 92, 84, 52, 56, 72, 78, 74, 66, 58, 66, 72, 60, 38, 16};
static const uint32_t WEEKDAYS[7] = {118, 108, 102, 100, 100, 88, 80};

struct inventing {
	const struct shop *shop;
	struct random *random;
	int64_t exported;
	struct complaints *complaints;
};

/* --- when and what --- */

static int32_t month_first_day(int month)
{
	return date_day(FIRST_YEAR, FIRST_MONTH + month, 1);
}

/* Complaints follow the sales by a week or two. */
static uint32_t day_weight(int32_t day)
{
	struct civil date = date_civil(day);
	uint32_t weight = WEEKDAYS[date_weekday(day) - 1];

	if ((date.month == 6 && date.day >= 18) || (date.month == 11 && date.day >= 12))
		weight *= 2;
	return weight;
}

static int64_t random_instant(struct inventing *in, int32_t day)
{
	return (int64_t)day * DAY_SECONDS + (int64_t)random_weighted(in->random, HOURS, 24) * HOUR +
	       random_below(in->random, HOUR);
}

static int64_t random_of_month(struct inventing *in, int month)
{
	int32_t first = month_first_day(month);
	size_t n = (size_t)(month_first_day(month + 1) - first);
	uint32_t weights[31];

	for (size_t i = 0; i < n; i++)
		weights[i] = day_weight(first + (int32_t)i);
	return random_instant(in, first + (int32_t)random_weighted(in->random, weights, n));
}

/* By orders and by how often the product is complained of; a new one more in its first months. */
static size_t random_month_and_product(struct inventing *in)
{
	uint32_t weights[N_MONTHS * N_PRODUCTS];

	for (size_t i = 0; i < N_MONTHS * N_PRODUCTS; i++) {
		size_t month = i / N_PRODUCTS, product = i % N_PRODUCTS;
		const char *const *row = in->shop->products.rows[product];

		weights[i] = in->shop->orders[month][product] * (uint32_t)atoi(row[PRODUCT_RATE]);
		if (month < 3 || !in->shop->orders[month - 3][product])
			weights[i] +=
				in->shop->orders[month][product] && month >= 3 ? weights[i] : 0;
	}
	return random_weighted(in->random, weights, N_MONTHS * N_PRODUCTS);
}

/* What changed in these two years: a better carrier, and a hotline that cannot cope. */
static uint32_t trend(const char *cause, int32_t day)
{
	if (!strcmp(cause, "logistics:late") || !strcmp(cause, "logistics:not-shipped")) {
		struct civil date = date_civil(day);
		uint32_t peak = date.month == 11 || date.month == 6 ? 190 : 100;

		return day >= date_day(2026, 4, 1) ? peak * 55 / 100 : peak;
	}
	if (!strcmp(cause, "attitude:no-answer") || !strcmp(cause, "attitude:slow-answer"))
		return day >= date_day(2026, 10, 1) ? 260 : 100;
	if (!strcmp(cause, "product:price-drop"))
		return date_civil(day).month == 11 || date_civil(day).month == 6 ? 260 : 100;
	return 100;
}

static int random_cause(struct inventing *in, const struct complaint *complaint, bool is_second)
{
	const char *category = in->shop->products.rows[complaint->product][PRODUCT_CATEGORY];
	const struct words *causes = &in->shop->causes;
	uint32_t weights[64] = {0};

	for (size_t i = 0; i < causes->n; i++) {
		const char *const *row = causes->rows[i];

		if (!list_has(row[CAUSE_CATEGORIES], category) || (int)i == complaint->causes[0] ||
			(is_second && !*row[CAUSE_SECOND]))
			continue;
		weights[i] = (uint32_t)atoi(row[CAUSE_WEIGHT]) *
			     trend(row[CAUSE_NAME], instant_day(complaint->received));
	}
	return (int)random_weighted(in->random, weights, causes->n);
}

static int find_cause(const struct shop *shop, const char *name)
{
	int i = 0;

	while (strcmp(shop->causes.rows[i][CAUSE_NAME], name))
		i++;
	return i;
}

static size_t department_of(const struct shop *shop, int cause)
{
	const char *name =
		cause == NO_CAUSE ? "客户服务部" : shop->causes.rows[cause][CAUSE_DEPARTMENT];
	size_t i = 0;

	while (strcmp(shop->departments.rows[i][0], name))
		i++;
	return i;
}

/* --- who and where --- */

static size_t random_merchant(struct inventing *in, enum system system)
{
	const char *kind = system == SYSTEM_STORE ? "store" : "online";
	const struct words *merchants = &in->shop->merchants;
	uint32_t weights[64] = {0};

	for (size_t i = 0; i < merchants->n; i++)
		if (!strcmp(merchants->rows[i][3], kind))
			weights[i] = (uint32_t)atoi(merchants->rows[i][2]);
	return random_weighted(in->random, weights, merchants->n);
}

static enum language random_language(struct inventing *in, const struct complaint *complaint)
{
	static const uint32_t WEIGHTS[3][3] = {{90, 2, 8}, {93, 4, 3}, {92, 4, 4}};
	static const uint32_t OUTSIDE[3] = {6, 84, 10};
	const char *region = in->shop->merchants.rows[complaint->merchant][1];

	return (enum language)random_weighted(
		in->random, strcmp(region, "港澳台") ? WEIGHTS[complaint->system] : OUTSIDE, 3);
}

static void choose_place(struct inventing *in, struct complaint *complaint)
{
	static const uint32_t SYSTEMS[3] = {47, 36, 17};

	complaint->system = (enum system)random_weighted(in->random, SYSTEMS, 3);
	complaint->merchant = random_merchant(in, complaint->system);
	complaint->customer =
		complaint->system == SYSTEM_STORE
			? (size_t)random_between(in->random, N_ONLINE, N_CUSTOMERS - 1)
			: random_below(in->random, N_ONLINE);
	complaint->language = random_language(in, complaint);
}

/* Order numbers are seventeen digits: the day, then what looks like a serial number. */
static uint64_t random_order(struct inventing *in, int64_t received)
{
	struct civil date = date_civil(instant_day(received) - random_between(in->random, 2, 60));

	return ((uint64_t)date.year * 10000 + (uint64_t)date.month * 100 + (uint64_t)date.day) *
		       1000000000 +
	       random_below(in->random, 1000000000);
}

/* --- complaints --- */

static struct complaint blank(void)
{
	return (struct complaint){.causes = {NO_CAUSE, NO_CAUSE, NO_CAUSE},
		.other = NO_CAUSE,
		.first = NEVER,
		.closed = NEVER,
		.followed = NEVER};
}

static void finish(struct inventing *in, struct complaint complaint)
{
	struct complaints *complaints = in->complaints;

	if (complaint.received >= in->exported)
		return;
	complaint.department = department_of(in->shop, complaint.causes[0]);
	complaint_word(&complaint, in->shop, in->random);
	complaint_handle(&complaint, in->shop, in->random, in->exported);
	complaints->rows = mem_grow(
		complaints->rows, complaints->n, &complaints->capacity, sizeof *complaints->rows);
	complaints->rows[complaints->n++] = complaint;
}

static void add_causes(struct inventing *in, struct complaint *complaint)
{
	if (complaint->causes[0] == NO_CAUSE)
		complaint->causes[0] = random_cause(in, complaint, false);
	if (!random_chance(in->random, 19))
		return;
	complaint->causes[1] = random_cause(in, complaint, true);
	if (random_chance(in->random, 14))
		complaint->causes[2] = random_cause(in, complaint, true);
	if (complaint->causes[2] == complaint->causes[1])
		complaint->causes[2] = NO_CAUSE;
}

static void invent_ordinary(struct inventing *in)
{
	struct complaint complaint = blank();
	size_t at = random_month_and_product(in);

	complaint.product = at % N_PRODUCTS;
	complaint.received = random_of_month(in, (int)(at / N_PRODUCTS));
	choose_place(in, &complaint);
	complaint.order = random_order(in, complaint.received);
	if (complaint.system == SYSTEM_HOTLINE && complaint.language != LANGUAGE_TW &&
		random_chance(in->random, 6))
		complaint.other = (int)random_below(in->random, (uint32_t)in->shop->others.n);
	else
		add_causes(in, &complaint);
	if (complaint.other != NO_CAUSE)
		complaint.language = strcmp(in->shop->others.rows[complaint.other][1], "en")
					     ? LANGUAGE_ZH
					     : LANGUAGE_EN;
	finish(in, complaint);
}

/* Grows for a month, then the recall takes hold. */
static void invent_outbreak(struct inventing *in)
{
	struct complaint complaint = blank();
	int offset = random_between(in->random, 0, OUTBREAK_DAYS - 1);

	if (offset < 10 && random_chance(in->random, 60))
		offset += 18;
	complaint.product = OUTBREAK_PRODUCT;
	complaint.received = random_instant(in, date_day(2026, 8, 12) + offset);
	choose_place(in, &complaint);
	complaint.order = random_order(in, complaint.received);
	complaint.causes[0] = find_cause(
		in->shop, random_chance(in->random, 65) ? "product:safety" : "product:malfunction");
	add_causes(in, &complaint);
	finish(in, complaint);
}

static const struct complaint *random_earlier(struct inventing *in)
{
	const struct complaint *found;

	do {
		found = &in->complaints
				 ->rows[random_below(in->random, (uint32_t)in->complaints->n)];
	} while (found->causes[0] == NO_CAUSE || found->is_again);
	return found;
}

static struct complaint same_case(const struct complaint *earlier)
{
	struct complaint complaint = blank();

	complaint.system = earlier->system;
	complaint.language = earlier->language;
	complaint.customer = earlier->customer;
	complaint.product = earlier->product;
	complaint.merchant = earlier->merchant;
	complaint.order = earlier->order;
	complaint.causes[0] = earlier->causes[0];
	return complaint;
}

/* The same customer, product and cause within a month. */
static void invent_again(struct inventing *in)
{
	const struct complaint *earlier = random_earlier(in);
	struct complaint complaint = same_case(earlier);

	complaint.received = random_instant(
		in, instant_day(earlier->received) + random_between(in->random, 4, 29));
	complaint.is_again = random_chance(in->random, 70);
	finish(in, complaint);
}

/* The same incident through the hotline and the site within three days. */
static void invent_twice(struct inventing *in)
{
	const struct complaint *earlier = random_earlier(in);
	struct complaint complaint = same_case(earlier);

	if (earlier->system == SYSTEM_STORE)
		return;
	complaint.system = earlier->system == SYSTEM_WEB ? SYSTEM_HOTLINE : SYSTEM_WEB;
	complaint.received = earlier->received + HOUR / 2 + random_below(in->random, 70 * HOUR);
	finish(in, complaint);
}

/* Every system has somebody on its first and last day, so that the months at both ends are whole.
 */
static void invent_edges(struct inventing *in)
{
	const int32_t days[] = {month_first_day(0), month_first_day(N_MONTHS) - 1};

	for (size_t i = 0; i < 2; i++)
		for (int system = SYSTEM_HOTLINE; system <= SYSTEM_STORE; system++) {
			struct complaint complaint = blank();

			complaint.product = random_below(in->random, OUTBREAK_PRODUCT);
			complaint.received = random_instant(in, days[i]);
			choose_place(in, &complaint);
			complaint.system = (enum system)system;
			complaint.order = random_order(in, complaint.received);
			add_causes(in, &complaint);
			finish(in, complaint);
		}
}

static int by_time(const void *a, const void *b)
{
	const struct complaint *x = a, *y = b;

	if (x->received != y->received)
		return x->received < y->received ? -1 : 1;
	return strcmp(x->text, y->text);
}

void complaints_invent(struct complaints *complaints, const struct shop *shop,
	struct random *random, int64_t exported)
{
	struct inventing in = {shop, random, exported, complaints};

	for (int i = 0; i < N_ORDINARY; i++)
		invent_ordinary(&in);
	for (int i = 0; i < N_OUTBREAK; i++)
		invent_outbreak(&in);
	for (int i = 0; i < N_AGAIN; i++)
		invent_again(&in);
	for (int i = 0; i < N_TWICE; i++)
		invent_twice(&in);
	invent_edges(&in);
	qsort(complaints->rows, complaints->n, sizeof *complaints->rows, by_time);
}

void complaints_release(struct complaints *complaints)
{
	for (size_t i = 0; i < complaints->n; i++) {
		free(complaints->rows[i].text);
		free(complaints->rows[i].handler);
	}
	free(complaints->rows);
	*complaints = (struct complaints){0};
}
