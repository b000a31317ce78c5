#include "table/foot_hanzi.h"

#include <stddef.h>
#include <string.h>

enum { BASE = 10, CHARACTER = 3 /* bytes of each of them */ };
static const double MYRIAD = 1e4;

struct character {
	const char *text;
	double value;
};

static const struct character DIGITS[] = {{"零", 0}, {"〇", 0}, {"一", 1}, {"二", 2}, {"两", 2},
	{"兩", 2}, {"三", 3}, {"四", 4}, {"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9},
	{NULL, 0}};

static const struct character PLACES[] = {{"十", 10}, {"百", 100}, {"千", 1000}, {"万", 1e4},
	{"萬", 1e4}, {"亿", 1e8}, {"億", 1e8}, {NULL, 0}};

/* The character at *text, which is passed over, or NULL. */
static const struct character *take(const char **text, const struct character *list)
{
	for (; list->text; list++)
		if (!strncmp(*text, list->text, CHARACTER)) {
			*text += CHARACTER;
			return list;
		}
	return NULL;
}

/* What was read so far: all of "三亿" and "二千" and "五" in 三亿二千零五. */
struct reading {
	double whole, part, digits;
	double place; /* the latest one */
	size_t n_digits, n_places;
};

static void add_digit(struct reading *r, double digit)
{
	r->digits = r->digits * BASE + digit;
	r->n_digits++;
}

/* 十 without a digit before is 10, and 百 in 百分之百 100; 万 and 亿 are of all that stands before
 * them. */
static void add_place(struct reading *r, double place)
{
	double digits = r->n_digits == 0 && place <= BASE * BASE ? 1 : r->digits;

	r->n_places++;
	r->n_digits = 0;
	r->digits = 0;
	r->place = place;
	if (place < MYRIAD) {
		r->part += digits * place;
		return;
	}
	r->whole = (r->whole < place ? r->whole + r->part + digits : r->part + digits) * place +
		   (r->whole < place ? 0 : r->whole);
	r->part = 0;
}

/* What stands behind the last place: 一百二 is 120, 一百零二 is 102. */
static double rest(const struct reading *r)
{
	return r->n_digits == 1 && r->place > BASE ? r->digits * r->place / BASE : r->digits;
}

static void read_decimals(const char **text, struct hanzi_number *number)
{
	static const char POINT[] = "点";
	const struct character *digit;
	const char *at = *text + CHARACTER;

	if (strncmp(*text, POINT, CHARACTER) != 0)
		return;
	while ((digit = take(&at, DIGITS))) {
		number->unit /= BASE;
		number->value += digit->value * number->unit;
		number->is_bare = false;
		*text = at;
	}
}

static bool may_begin(const char *text)
{
	return !strncmp(text, "十", CHARACTER) || !strncmp(text, "百", CHARACTER);
}

bool hanzi_number(const char **text, struct hanzi_number *number)
{
	struct reading r = {0};
	const struct character *c;
	const char *at = *text;

	for (;;) {
		if ((c = take(&at, DIGITS)))
			add_digit(&r, c->value);
		else if ((r.n_digits + r.n_places > 0 || may_begin(at)) && (c = take(&at, PLACES)))
			add_place(&r, c->value);
		else
			break;
	}
	if (at == *text)
		return false;
	number->value = r.whole + r.part + rest(&r);
	number->unit = r.n_digits == 0 && r.place >= MYRIAD ? r.place : 1;
	number->is_bare = r.n_places == 0;
	read_decimals(&at, number);
	*text = at;
	return true;
}
