#pragma once
/* The few words that reports say by themselves, by language. Everything else stands in templates
 * and in rules/labels.csv. */
#include <stdbool.h>

#include "base/buf.h"

#define WORDS_UNDEFINED "–"

/* Of whom documents speak without names. */
enum people { PEOPLE_CUSTOMER, PEOPLE_HANDLER, N_PEOPLE };

bool words_is_chinese(const char *lang);
/* Whether a blank belongs between the end of one text and the start of the next: between Chinese
 * and what is written in letters or digits. */
bool words_are_spaced(const char *lang, const char *left, const char *right);
const char *words_list_separator(const char *lang); /* "、" or ", " */

/* "上升 7.2%", "down 4.1%", "持平": a relative change, or one in percentage points. */
void words_change(const char *lang, double change, bool is_points, struct buf *out);
/* "+7.2%", "−0.6 个百分点". */
void words_delta(const char *lang, double change, bool is_points, struct buf *out);
/* "2026-10" -> "2026 年 10 月", "October 2026"; weeks, quarters, years and days likewise. Another
 * text is shown as it is. */
void words_period(const char *lang, const char *label, struct buf *out);
/* The same where it stands alone, in a cell or a header: "3 Oct 2026", "Week 43 of 2026". */
void words_period_alone(const char *lang, const char *label, struct buf *out);
/* What a delta compares with, by its column: "环比", "同比", "较上期". */
const char *words_base(const char *lang, const char *column);
const char *words_person(const char *lang, enum people people); /* "客户", "经办人" */
const char *words_no_data(const char *lang);
const char *words_cut(const char *lang);  /* below a form that has no room for a text */
const char *words_data(const char *lang); /* above the numbers of a chart: "数据" */
const char *words_total(const char *lang);
const char *words_contents(const char *lang);
const char *words_continued(const char *lang); /* behind a caption: "（续）" */
/* "第 3 页，共 12 页", "Page 3 of 12". */
void words_page(const char *lang, size_t page, size_t n_pages, struct buf *out);
/* "表 1　按原因统计", "Table 1  By cause". */
void words_table(const char *lang, int number, const char *caption, struct buf *out);
/* " · 数据截至 2026 年 10 月 31 日"; the separator only behind other text. */
void words_as_of(const char *lang, const char *day, struct buf *out);
