#include "metric/notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "metric/exposure.h"
#include "metric/params.h"
#include "metric/where.h"

enum language { ENGLISH, SIMPLIFIED, TRADITIONAL, N_LANGUAGES };

enum note {
	NOTE_AS_OF_CUTS,
	NOTE_SOURCE_BEGINS,
	NOTE_SOURCE_ENDS,
	NOTE_NO_PREVIOUS,
	NOTE_NO_YEAR,
	NOTE_CALENDAR,
	NOTE_OLD,
	NOTE_OLD_RECORD, /* of a query that counts every kind */
	NOTE_LATER,
	NOTE_LATER_RECORDS,
	NOTE_LEFT_OUT,
	NOTE_UNEXPOSED,
	NOTE_NO_MEASURE,
	NOTE_UNKNOWN,
	NOTE_SHARES,
	NOTE_ROWS,
	NOTE_CONTACTS,
	N_NOTES
};

/* Each takes the same texts in the same order. */
static const char *const NOTES[N_NOTES][N_LANGUAGES] = {
	[NOTE_AS_OF_CUTS] = {"incomplete: %s (data as of %s)", "不完整：%s（数据截至 %s）",
		"不完整：%s（資料截至 %s）"},
	[NOTE_SOURCE_BEGINS] = {"incomplete: %s (the data of '%s' begin on %s)",
		"不完整：%s（来源“%s”的数据始于 %s）", "不完整：%s（來源「%s」的資料始於 %s）"},
	[NOTE_SOURCE_ENDS] = {"incomplete: %s (the data of '%s' end on %s)",
		"不完整：%s（来源“%s”的数据止于 %s）", "不完整：%s（來源「%s」的資料止於 %s）"},
	[NOTE_NO_PREVIOUS] =
		{"not compared with the period before: %s (the data of '%s' begin on %s)",
			"无法与上期比较：%s（来源“%s”的数据始于 %s）",
			"無法與上期比較：%s（來源「%s」的資料始於 %s）"},
	[NOTE_NO_YEAR] = {"not compared with a year ago: %s (the data of '%s' begin on %s)",
		"无法与上年同期比较：%s（来源“%s”的数据始于 %s）",
		"無法與上年同期比較：%s（來源「%s」的資料始於 %s）"},
	[NOTE_CALENDAR] = {"%s: the calendar does not have these days, so workdays are empty",
		"%s：工作日历不含这些日期，工作日数为空", "%s：工作日曆不含這些日期，工作日數為空"},
	[NOTE_OLD] =
		{"the newest complaint is of %s, more than one workday before %s: late loading "
		 "looks like a fall",
			"最新投诉为 %s，早于 %s 一个工作日以上：数据晚到会显得像下降",
			"最新投訴為 %s，早於 %s 一個工作日以上：資料晚到會顯得像下降"},
	[NOTE_OLD_RECORD] =
		{"the newest record is of %s, more than one workday before %s: late loading "
		 "looks like a fall",
			"最新诉求为 %s，早于 %s 一个工作日以上：数据晚到会显得像下降",
			"最新訴求為 %s，早於 %s 一個工作日以上：資料晚到會顯得像下降"},
	[NOTE_LATER] = {"complaints after %s, left out: %s", "晚于 %s 的投诉未计入：%s 件",
		"晚於 %s 的投訴未計入：%s 件"},
	[NOTE_LATER_RECORDS] = {"records after %s, left out: %s", "晚于 %s 的诉求未计入：%s 件",
		"晚於 %s 的訴求未計入：%s 件"},
	[NOTE_LEFT_OUT] =
		{"rows that are no complaints (enquiries, suggestions, praise, ...), left "
		 "out: %s",
			"非投诉记录（咨询、建议、表扬等）未计入：%s 条",
			"非投訴紀錄（諮詢、建議、表揚等）未計入：%s 筆"},
	[NOTE_UNEXPOSED] =
		{"complaints of groups without an exposure, in no rate but the total: %s",
			"所属分组无基数、仅计入合计比率的投诉：%s 件",
			"所屬分組無基數、僅計入合計比率的投訴：%s 件"},
	[NOTE_NO_MEASURE] = {"there is no exposure '%s' for these groups and periods",
		"这些分组和期间没有基数“%s”", "這些分組和期間沒有基數「%s」"},
	[NOTE_UNKNOWN] = {"no complaint has what --where '%s' asks for",
		"没有投诉符合条件 --where '%s'", "沒有投訴符合條件 --where '%s'"},
	[NOTE_SHARES] =
		{"a complaint counts once for each of its causes, so shares sum to more than "
		 "100 %%",
			"一件投诉按其每个原因各计一次，占比之和超过 100%%",
			"一件投訴按其每個原因各計一次，占比之和超過 100%%"},
	[NOTE_ROWS] = {"a complaint counts once for each of its causes, so rows sum to more than "
		       "there are "
		       "complaints",
		"一件投诉按其每个原因各计一次，各行之和大于投诉件数",
		"一件投訴按其每個原因各計一次，各列之和大於投訴件數"},
	[NOTE_CONTACTS] = {"every contact is counted, also those about one and the same matter",
		"按来电来访次数计，同一事项多次来件分别计数",
		"按來電來訪次數計，同一事項多次來件分別計數"},
};

struct writer {
	struct table *table;
	const struct relations *relations;
	enum language language;
};

static enum language read_language(const char *lang)
{
	if (lang && !strcmp(lang, "zh-CN"))
		return SIMPLIFIED;
	return lang && !strcmp(lang, "zh-TW") ? TRADITIONAL : ENGLISH;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void add(
	const struct writer *writer, enum note note, const char *a, const char *b, const char *c)
{
	table_add_note(writer->table, NOTES[note][writer->language], a, b, c);
}
#pragma GCC diagnostic pop

static bool has_every_kind(const struct writer *writer)
{
	return where_has_every_kind(writer->relations);
}

/* Shown periods that a fault touches, as one label or "FIRST..LAST". */
struct range {
	int32_t first, last; /* t */
	bool is_there;
	char text[2 * PERIOD_TEXT + 4];
};

static void widen(struct range *range, const struct slot *slot)
{
	if (!slot->is_shown)
		return;
	if (!range->is_there)
		range->first = slot->t;
	range->last = slot->t;
	range->is_there = true;
}

static const char *range_text(struct range *range, enum period period)
{
	period_write(range->text, period, range->first);
	if (range->last != range->first) {
		strcat(range->text, "..");
		period_write(range->text + strlen(range->text), period, range->last);
	}
	return range->text;
}

static void note_cut(const struct writer *writer)
{
	const struct timeline *timeline = writer->relations->timeline;
	int32_t as_of = writer->relations->extent->as_of;
	struct range range = {0};
	char day[DATE_TEXT];

	for (size_t i = 0; i < timeline->n; i++)
		if (timeline->slots[i].last > as_of)
			widen(&range, &timeline->slots[i]);
	if (range.is_there)
		add(writer, NOTE_AS_OF_CUTS, range_text(&range, timeline->period),
			date_write(day, as_of), "");
}

/* Sources of which the same is to be said, ranges[i] and days[i] of the i-th, share a note. */
static void tell_sources(
	const struct writer *writer, enum note note, struct range *ranges, const int32_t *days)
{
	static const char *const BETWEEN[N_LANGUAGES] = {"', '", "”、“", "」、「"};
	const struct extent *extent = writer->relations->extent;
	enum period period = writer->relations->timeline->period;
	struct buf names = {0};
	char day[DATE_TEXT];

	for (size_t i = 0; i < extent->n; i++) {
		if (!ranges[i].is_there)
			continue;
		buf_clear(&names);
		buf_add_text(&names, extent->sources[i].name);
		for (size_t k = i + 1; k < extent->n; k++) {
			if (!ranges[k].is_there || ranges[k].first != ranges[i].first ||
				ranges[k].last != ranges[i].last || days[k] != days[i])
				continue;
			buf_format(
				&names, "%s%s", BETWEEN[writer->language], extent->sources[k].name);
			ranges[k].is_there = false;
		}
		add(writer, note, range_text(&ranges[i], period), buf_text(&names),
			date_write(day, days[i]));
	}
	buf_release(&names);
}

/* Sources that others outlast or precede are named; the as-of date has its own note. */
static void note_sources(const struct writer *writer)
{
	const struct timeline *timeline = writer->relations->timeline;
	const struct calendar *calendar = writer->relations->calendar;
	const struct extent *extent = writer->relations->extent;
	struct range *before = mem_zalloc((extent->n + 1) * sizeof *before);
	struct range *after = mem_zalloc((extent->n + 1) * sizeof *after);
	int32_t *firsts = mem_alloc((extent->n + 1) * sizeof *firsts);
	int32_t *lasts = mem_alloc((extent->n + 1) * sizeof *lasts);

	for (size_t i = 0; i < extent->n; i++) {
		const struct source *source = &extent->sources[i];
		int32_t first = source_covers_from(source, calendar);
		int32_t last = source_covers_to(source, calendar, extent->as_of);

		firsts[i] = source->first;
		lasts[i] = source->last;
		for (size_t k = 0; k < timeline->n; k++) {
			const struct slot *slot = &timeline->slots[k];

			if (slot->first < first)
				widen(&before[i], slot);
			if (slot->last > last && slot->seen_last > last)
				widen(&after[i], slot);
		}
	}
	tell_sources(writer, NOTE_SOURCE_BEGINS, before, firsts);
	tell_sources(writer, NOTE_SOURCE_ENDS, after, lasts);
	free(before);
	free(after);
	free(firsts);
	free(lasts);
}

/* The first day that any source covers. */
static int32_t covered_from(const struct writer *writer)
{
	const struct extent *extent = writer->relations->extent;
	int32_t first = INT32_MAX;

	for (size_t i = 0; i < extent->n; i++) {
		int32_t from = source_covers_from(&extent->sources[i], writer->relations->calendar);

		first = from < first ? from : first;
	}
	return first;
}

/* Sources that have nothing to do with each other may share a store: complete periods whose partner
 * one of them does not cover, but another does, so that a reader would look for a comparison. */
static void note_partner(const struct writer *writer, enum partner partner, enum note note)
{
	const struct timeline *timeline = writer->relations->timeline;
	const struct extent *extent = writer->relations->extent;
	int32_t covered = covered_from(writer);
	struct range *ranges = mem_zalloc((extent->n + 1) * sizeof *ranges);
	int32_t *firsts = mem_alloc((extent->n + 1) * sizeof *firsts);

	for (size_t i = 0; i < extent->n; i++) {
		int32_t from = source_covers_from(&extent->sources[i], writer->relations->calendar);

		firsts[i] = extent->sources[i].first;
		for (size_t k = 0; k < timeline->n; k++) {
			const struct slot *slot = &timeline->slots[k];
			int32_t first0;

			if (slot->first >= from &&
				timeline_partner(timeline, slot, partner, &first0) &&
				first0 < from && first0 >= covered)
				widen(&ranges[i], slot);
		}
	}
	tell_sources(writer, note, ranges, firsts);
	free(ranges);
	free(firsts);
}

static bool has_column(const struct query *query, const char *name)
{
	for (size_t i = 0; i < query->n_columns; i++)
		if (!strcmp(query->columns[i].name, name))
			return true;
	return false;
}

/* Growth by mix and rate is against one of them, as --against says. */
static void note_partners(const struct writer *writer)
{
	const struct query *query = writer->relations->query;
	const char *against = params_word(writer->relations, "against");
	bool has_both = has_column(query, "yoy");
	bool is_year = against && !strcmp(against, "year");

	if (!(query->reads & RELATION_COMPARISONS))
		return;
	if (has_both || !is_year)
		note_partner(writer, PARTNER_PREVIOUS, NOTE_NO_PREVIOUS);
	if (has_both || is_year)
		note_partner(writer, PARTNER_YEAR, NOTE_NO_YEAR);
}

static void note_calendar(const struct writer *writer)
{
	const struct timeline *timeline = writer->relations->timeline;
	struct range range = {0};

	for (size_t i = 0; i < timeline->n; i++)
		if (timeline->slots[i].workdays == CALENDAR_UNKNOWN)
			widen(&range, &timeline->slots[i]);
	if (range.is_there)
		add(writer, NOTE_CALENDAR, range_text(&range, timeline->period), "", "");
}

/* Past the calendar's end a weekend and a day are the longest that is no warning. */
static bool is_late(const struct relations *relations)
{
	int32_t newest = relations->extent->newest, as_of = relations->extent->as_of;
	int workdays;

	if (newest == NO_DAY)
		return false;
	workdays = calendar_workdays(relations->calendar, newest + 1, as_of);
	return workdays == CALENDAR_UNKNOWN ? as_of - newest > 3 : workdays > 1;
}

static void note_age(const struct writer *writer)
{
	const struct extent *extent = writer->relations->extent;
	char newest[DATE_TEXT], as_of[DATE_TEXT];

	if (is_late(writer->relations))
		add(writer, has_every_kind(writer) ? NOTE_OLD_RECORD : NOTE_OLD,
			date_write(newest, extent->newest), date_write(as_of, extent->as_of), "");
}

static void note_counts(const struct writer *writer)
{
	const struct extent *extent = writer->relations->extent;
	char number[32], day[DATE_TEXT];

	if (writer->relations->n_left_out) {
		snprintf(number, sizeof number, "%lld", (long long)writer->relations->n_left_out);
		add(writer, NOTE_LEFT_OUT, number, "", "");
	}
	if (writer->relations->n_unexposed) {
		snprintf(number, sizeof number, "%lld", (long long)writer->relations->n_unexposed);
		add(writer, NOTE_UNEXPOSED, number, "", "");
	}
	if (writer->relations->query->reads & RELATION_EXPOSURES &&
		exposure_missing(writer->relations))
		add(writer, NOTE_NO_MEASURE, exposure_missing(writer->relations), "", "");
	if (extent->n_later && extent->as_of == extent->loaded_until) {
		snprintf(number, sizeof number, "%lld", (long long)extent->n_later);
		add(writer, has_every_kind(writer) ? NOTE_LATER_RECORDS : NOTE_LATER,
			date_write(day, extent->as_of), number, "");
	}
}

static void note_conditions(const struct writer *writer)
{
	const struct scope *scope = writer->relations->scope;

	for (size_t i = 0; i < scope->n_conditions; i++)
		if (!where_is_known(writer->relations, &scope->conditions[i]))
			add(writer, NOTE_UNKNOWN, scope->conditions[i].text, "", "");
}

/* Of all complaints of the period; pareto's are of what its rows count. */
static bool has_shares_of_complaints(const struct query *query)
{
	return has_column(query, "share") && query->reads & RELATION_PERIODS;
}

void notes_add(struct table *table, const struct relations *relations, const char *lang)
{
	struct writer writer = {table, relations, read_language(lang)};

	if (relations->timeline->period != PERIOD_ALL && relations->timeline->n) {
		note_cut(&writer);
		note_sources(&writer);
	}
	note_partners(&writer);
	if (relations->query->reads & RELATION_PERIODS)
		note_calendar(&writer);
	note_age(&writer);
	note_counts(&writer);
	note_conditions(&writer);
	if (relations->scope->causes == CAUSES_WHOLE && scope_has_cause(relations->scope))
		add(&writer, has_shares_of_complaints(relations->query) ? NOTE_SHARES : NOTE_ROWS,
			"", "", "");
	if (relations->scope->has_contacts_unit)
		add(&writer, NOTE_CONTACTS, "", "", "");
}
