#pragma once
/* The few words that a chart itself says, and how a chart names periods, by language. */
#include <stdbool.h>

#include "base/buf.h"
#include "base/date.h"

enum word {
	WORD_NONE,
	WORD_OTHER,          /* "其他" */
	WORD_NO_DATA,        /* "没有数据" */
	WORD_PARTIAL,        /* footnote that explains hollow marks */
	WORD_VITAL_FEW,      /* footnote that explains the dark bars of a pareto */
	WORD_BY,             /* a title: %1 is the value, %2 what it is counted by */
	WORD_RANGE,          /* between two periods */
	WORD_LEFT_OUT,       /* footnote when small ones are not shown */
	WORD_NOT_COMPARABLE, /* footnote when those without anything to compare with are not */
	WORD_ARROWS,         /* footnotes that explain a type: rank where a rise is bad */
	WORD_ARROWS_UP,      /* ... where it is good */
	WORD_INTERVALS,
	WORD_SQUARE_ROOT,
	WORD_LIMITS,
	WORD_ONE_SCALE,
	WORD_OWN_SCALES,
	WORD_FOLLOWED,
	WORD_TOTAL,  /* of the rows and columns of a heatmap */
	WORD_CENTRE, /* the lines of a control chart */
	WORD_UPPER,
	WORD_LOWER,
	WORD_REPEATED, /* title of curves without one */
	WORD_DAYS,     /* under an axis of days */
	WORD_COLON,    /* between a period and what happened in it */
	WORD_COMMA,
};

const char *chart_word(const char *lang, enum word word);
/* A big number in few signs, three digits of it: "9.88 亿", "988M"; under 10,000 as it is. */
void chart_short_number(const char *lang, double value, struct buf *out);

/* A tick under an axis of time ("10月", "Oct", "W41", "Q4", "2026") and what stands below its first
 * one of a year ("2026 年"; nothing for years). */
void period_tick(const char *lang, enum period period, int32_t number, struct buf *out);
void period_year(const char *lang, enum period period, int32_t number, struct buf *out);
/* A period in a sentence: "2026 年 10 月", "October 2026". */
void period_name(const char *lang, enum period period, int32_t number, struct buf *out);
/* The year it is counted in (ISO weeks: of their Thursday) and its number in that year from 1. */
void period_place(enum period period, int32_t number, int *year, int *place);
