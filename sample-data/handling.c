/* Who handled a complaint, when and with what result. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "sample-data/complaint.h"

enum { MINUTE = 60, HOUR = 3600, OPENS = 9 };

/* Deciles in minutes, by system: the hotline answers at once or not at all. */
static const int FIRST_RESPONSE[][11] = {
	{1, 2, 4, 8, 15, 30, 60, 120, 300, 780, 2600},
	{8, 25, 50, 95, 170, 290, 460, 800, 1500, 2600, 5200},
	{3, 10, 20, 40, 90, 200, 480, 1300, 2500, 4100, 8000},
};
static const int CLOSING[11] = {25, 120, 480, 1300, 2500, 3900, 5800, 8600, 12500, 19500, 45000};

static const struct {
	const char *department;
	int percent; /* of the closing time */
} PACE[] = {{"物流部", 80}, {"客户服务部", 90}, {"质量部", 130}, {"安装维修部", 150}};

/* Into working hours: the hotline until nine every day, the others until six, not on Sundays. */
static int64_t to_working_hours(int64_t instant, enum system system, struct random *random)
{
	int closes = system == SYSTEM_HOTLINE ? 21 : 18;
	int32_t day = instant_day(instant);
	int hour = (int)((instant - (int64_t)day * DAY_SECONDS) / HOUR);
	bool is_moved = hour < OPENS || hour >= closes;

	if (hour >= closes)
		day++;
	if (system != SYSTEM_HOTLINE && date_weekday(day) == 7) {
		day++;
		is_moved = true;
	}
	if (!is_moved)
		return instant;
	return (int64_t)day * DAY_SECONDS + OPENS * HOUR + random_below(random, 75 * MINUTE);
}

static int64_t after(int64_t instant, int minutes, enum system system, struct random *random)
{
	return to_working_hours(
		instant + (int64_t)minutes * MINUTE + random_below(random, MINUTE), system, random);
}

static int pace_of(const char *department)
{
	for (size_t i = 0; i < sizeof PACE / sizeof *PACE; i++)
		if (!strcmp(PACE[i].department, department))
			return PACE[i].percent;
	return 100;
}

static void set_times(struct complaint *complaint, const struct shop *shop, struct random *random,
	int64_t exported)
{
	enum system system = complaint->system;
	int pace = pace_of(shop->departments.rows[complaint->department][0]);
	int closing = random_decile(random, CLOSING) * pace / 100;

	complaint->first = after(
		complaint->received, random_decile(random, FIRST_RESPONSE[system]), system, random);
	complaint->closed = after(complaint->first, closing, system, random);
	complaint->followed =
		after(complaint->closed, random_between(random, 1200, 5800), system, random);
	if (random_chance(random, 2) || complaint->closed >= exported)
		complaint->closed = NEVER;
	if (complaint->closed == NEVER || complaint->followed >= exported ||
		random_chance(random, 38))
		complaint->followed = NEVER;
	if (complaint->first >= exported ||
		(complaint->closed == NEVER && random_chance(random, 10)))
		complaint->first = NEVER;
}

static const char *outcome_of(struct complaint *complaint, struct random *random)
{
	static const char *const OTHERS[] = {
		"已解释说明", "已换货", "已上门维修", "已补发", "补偿优惠券", "未能满足诉求"};
	static const uint32_t WEIGHTS[] = {30, 16, 20, 6, 14, 14};

	if (complaint->refund && random_chance(random, 60))
		return "已退款";
	if (complaint->compensation && random_chance(random, 50))
		return "已补偿";
	return OTHERS[random_weighted(random, WEIGHTS, 6)];
}

static void set_money(struct complaint *complaint, const struct shop *shop, struct random *random)
{
	bool has_refund = !strcmp(complaint->outcome, "已退款");
	bool has_compensation = !strcmp(complaint->outcome, "已补偿");

	complaint->refund =
		has_refund ? atoi(shop->products.rows[complaint->product][PRODUCT_PRICE]) : 0;
	complaint->compensation = has_compensation ? random_between(random, 2, 30) * 10 : 0;
}

static void set_satisfaction(struct complaint *complaint, struct random *random)
{
	static const uint32_t FAST[] = {8, 10, 22, 34, 26}, SLOW[] = {32, 26, 22, 14, 6};
	bool is_slow;

	if (complaint->followed == NEVER || !random_chance(random, 72))
		return;
	is_slow = complaint->closed - complaint->received > (int64_t)5 * DAY_SECONDS ||
		  !strcmp(complaint->outcome, "未能满足诉求");
	complaint->satisfaction = 1 + (int)random_weighted(random, is_slow ? SLOW : FAST, 5);
}

static void set_severity(
	struct complaint *complaint, const struct shop *shop, struct random *random)
{
	bool has_threat = strstr(complaint->text, "12315") || strstr(complaint->text, "消保官");

	complaint->severity =
		complaint->causes[0] == NO_CAUSE
			? 1
			: atoi(shop->causes.rows[complaint->causes[0]][CAUSE_SEVERITY]);
	complaint->severity += has_threat + complaint->is_again + random_chance(random, 12);
	if (complaint->severity > 4)
		complaint->severity = 4;
	complaint->is_escalated = random_chance(random, complaint->severity >= 3 ? 36 : 3);
	if (complaint->closed != NEVER && random_chance(random, 4))
		complaint->reopened = random_between(random, 1, 2);
}

void complaint_handle(struct complaint *complaint, const struct shop *shop, struct random *random,
	int64_t exported)
{
	const char *handlers = shop->departments.rows[complaint->department][1];

	complaint->handler = word_part(handlers, random_below(random, word_parts(handlers)));
	set_times(complaint, shop, random, exported);
	complaint->is_withdrawn = complaint->closed != NEVER && random_chance(random, 2);
	complaint->outcome = complaint->closed == NEVER || complaint->is_withdrawn
				     ? ""
				     : outcome_of(complaint, random);
	set_money(complaint, shop, random);
	set_satisfaction(complaint, random);
	set_severity(complaint, shop, random);
	complaint->is_masked = random_chance(random, 4);
}
