/* What customers write: an opener, perhaps some praise, what went wrong, what they want. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "sample-data/complaint.h"

static const char *const LANGUAGES[] = {"zh", "tw", "en"};

struct wording {
	const struct shop *shop;
	struct complaint *complaint;
	struct random *random;
	struct buf text;
};

/* --- slots --- */

static void put_product(struct wording *w, struct buf *out)
{
	static const int COLUMN[] = {PRODUCT_ZH, PRODUCT_TW, PRODUCT_EN};
	const char *names =
		w->shop->products.rows[w->complaint->product][COLUMN[w->complaint->language]];
	char *name = word_part(names, random_below(w->random, word_parts(names)));

	buf_add_text(out, name);
	free(name);
}

static void put_days(struct wording *w, struct buf *out)
{
	static const char *const WORDS[] = {"三", "四", "五", "六", "七", "八", "九", "十"};
	int days = random_between(w->random, 3, 18);

	if (w->complaint->language != LANGUAGE_EN && days <= 10 && random_chance(w->random, 40))
		buf_add_text(out, WORDS[days - 3]);
	else
		buf_format(out, "%d", days);
}

static void put_times(struct wording *w, struct buf *out)
{
	static const char *const WORDS[] = {"两", "三", "四", "五"};
	static const char *const TAIWAN[] = {"兩", "三", "四", "五"};
	int times = random_between(w->random, 2, 5);

	if (w->complaint->language == LANGUAGE_EN || random_chance(w->random, 20))
		buf_format(out, "%d", times);
	else
		buf_add_text(
			out, (w->complaint->language == LANGUAGE_TW ? TAIWAN : WORDS)[times - 2]);
}

static void put_amount(struct wording *w, struct buf *out)
{
	static const int AMOUNTS[] = {20, 30, 50, 80, 100, 120, 150, 200, 260, 300, 380, 500};
	static const char *const UNITS[] = {"块", "元", " yuan"};
	int amount = AMOUNTS[random_below(w->random, 12)];
	enum language language = w->complaint->language;

	buf_format(out, "%d%s", amount,
		language == LANGUAGE_ZH && random_chance(w->random, 50) ? "元" : UNITS[language]);
}

/* A day before the complaint. */
static void put_date(struct wording *w, struct buf *out)
{
	static const char *const MONTHS[] = {"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"};
	int32_t day = instant_day(w->complaint->received) - random_between(w->random, 1, 12);
	struct civil date = date_civil(day);

	if (w->complaint->language == LANGUAGE_EN)
		buf_format(out, "%d %s", date.day, MONTHS[date.month - 1]);
	else
		buf_format(out, "%d月%d%s", date.month, date.day,
			random_chance(w->random, 50) ? "日"
			: w->complaint->language     ? "號"
						     : "号");
}

static void put_order(struct wording *w, struct buf *out)
{
	buf_format(out, "%llu", (unsigned long long)w->complaint->order);
}

static void put_city(struct wording *w, struct buf *out)
{
	buf_add_text(out, w->shop->customers[w->complaint->customer].city);
}

static void put_store(struct wording *w, struct buf *out)
{
	buf_add_text(out, w->shop->merchants.rows[w->complaint->merchant][0]);
}

static const struct {
	const char *name;
	void (*put)(struct wording *w, struct buf *out);
} SLOTS[] = {
	{"{product}", put_product},
	{"{days}", put_days},
	{"{times}", put_times},
	{"{amount}", put_amount},
	{"{date}", put_date},
	{"{order}", put_order},
	{"{city}", put_city},
	{"{store}", put_store},
};

static size_t put_slot(struct wording *w, const char *p)
{
	for (size_t i = 0; i < sizeof SLOTS / sizeof *SLOTS; i++) {
		size_t n = strlen(SLOTS[i].name);

		if (strncmp(p, SLOTS[i].name, n))
			continue;
		SLOTS[i].put(w, &w->text);
		return n;
	}
	return 0;
}

static void put_words(struct wording *w, const char *words)
{
	while (*words) {
		size_t n = *words == '{' ? put_slot(w, words) : 0;

		if (!n)
			buf_add_char(&w->text, *words++);
		words += n;
	}
}

/* --- choices --- */

/* One of the rows that `fits`, each as likely; NULL when none does. */
static const char *const *choose(struct wording *w, const struct words *words,
	bool (*fits)(const struct wording *w, const char *const *row, const char *wanted),
	const char *wanted)
{
	const char *const *chosen = NULL;
	uint32_t n = 0;

	for (size_t i = 0; i < words->n; i++)
		if (fits(w, words->rows[i], wanted) && random_below(w->random, ++n) == 0)
			chosen = words->rows[i];
	return chosen;
}

static bool piece_fits(const struct wording *w, const char *const *row, const char *kind)
{
	return !strcmp(row[0], kind) && !strcmp(row[1], LANGUAGES[w->complaint->language]);
}

static bool phrase_fits(const struct wording *w, const char *const *row, const char *cause)
{
	const char *category = w->shop->products.rows[w->complaint->product][PRODUCT_CATEGORY];

	return !strcmp(row[0], cause) && !strcmp(row[1], LANGUAGES[w->complaint->language]) &&
	       list_has(row[2], category);
}

/* Demands that name the cause are as welcome as the general ones. */
static bool demand_fits(const struct wording *w, const char *const *row, const char *cause)
{
	return !strcmp(row[0], LANGUAGES[w->complaint->language]) &&
	       (!strcmp(row[1], "*") || !strncmp(cause, row[1], strlen(row[1])));
}

static void put_piece(struct wording *w, const char *kind)
{
	const char *const *row = choose(w, &w->shop->pieces, piece_fits, kind);

	if (row)
		put_words(w, row[2]);
}

static void put_fault(struct wording *w, int cause)
{
	const char *name = w->shop->causes.rows[cause][CAUSE_NAME];
	const char *const *row = choose(w, &w->shop->phrases, phrase_fits, name);

	if (row)
		put_words(w, row[3]);
}

/* --- the whole --- */

static void put_start(struct wording *w)
{
	struct complaint *complaint = w->complaint;

	if (complaint->is_again)
		put_piece(w, "again");
	if (complaint->language == LANGUAGE_ZH && complaint->system == SYSTEM_HOTLINE &&
		random_chance(w->random, 50))
		put_piece(w, "note");
	else if (random_chance(w->random, 62))
		put_piece(w, "opener");
	if (random_chance(w->random, 20)) {
		put_piece(w, "praise");
		put_piece(w, "contrast");
	}
}

static void put_demand(struct wording *w)
{
	const char *cause = w->shop->causes.rows[w->complaint->causes[0]][CAUSE_NAME];
	const char *const *row = choose(w, &w->shop->demands, demand_fits, cause);

	if (!row || !random_chance(w->random, 62))
		return;
	w->complaint->demand = row[2];
	if (!strcmp(row[3], "refund"))
		w->complaint->refund = 1;
	else if (!strcmp(row[3], "pay"))
		w->complaint->compensation = 1;
	if (!random_chance(w->random, 55))
		return;
	buf_add_text(&w->text, w->complaint->language == LANGUAGE_EN ? ". " : "，");
	buf_add_text(&w->text, row[2]);
}

static bool ends_with(const struct buf *text, const char *end)
{
	size_t n = strlen(end);

	return text->len >= n && !memcmp(text->data + text->len - n, end, n);
}

static void put_end(struct wording *w)
{
	if (random_chance(w->random, 34))
		put_piece(w, "closer");
	if (w->complaint->language == LANGUAGE_EN)
		buf_add_char(&w->text, '.');
	else if (random_chance(w->random, 60) && !ends_with(&w->text, "！"))
		buf_add_text(&w->text, "。");
}

/* Some type without commas, some on several lines, some with the abbreviations of the trade. */
static char *roughen(struct wording *w, char *text)
{
	const char *from = NULL, *to = NULL;
	struct buf out = {0};

	if (random_chance(w->random, 4))
		from = "，", to = " ";
	else if (random_chance(w->random, 2))
		from = "客服", to = "kf";
	else if (random_chance(w->random, 2))
		from = "质量", to = "zl";
	else if (random_chance(w->random, 3))
		from = "，", to = "！";
	else if (random_chance(w->random, 1))
		from = "，", to = "，\n";
	if (!from)
		return text;
	for (const char *p = text; *p;) {
		bool is_it = !strncmp(p, from, strlen(from));

		buf_add(&out, is_it ? to : p, is_it ? strlen(to) : 1);
		p += is_it ? strlen(from) : 1;
	}
	free(text);
	return buf_take(&out);
}

void complaint_word(struct complaint *complaint, const struct shop *shop, struct random *random)
{
	struct wording w = {shop, complaint, random, {0}};

	complaint->demand = "";
	if (complaint->other != NO_CAUSE) {
		put_words(&w, shop->others.rows[complaint->other][2]);
	} else {
		put_start(&w);
		put_fault(&w, complaint->causes[0]);
		for (size_t i = 1; i < MAX_CAUSES && complaint->causes[i] != NO_CAUSE; i++) {
			put_piece(&w, "also");
			put_fault(&w, complaint->causes[i]);
		}
		put_demand(&w);
		put_end(&w);
	}
	complaint->text = roughen(&w, buf_take(&w.text));
}
