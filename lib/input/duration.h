#pragma once
/* Spans of time as exports write them, for columns that give a duration instead of an instant. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum duration_unit {
	DURATION_WRITTEN,
	DURATION_SECONDS,
	DURATION_MINUTES,
	DURATION_HOURS,
	DURATION_DAYS,
};

/* Seconds of the unit that a word names ("分钟", "hrs", small letters), 0 when it is none. */
int duration_unit_seconds(const char *word, size_t n);

/* "1小时38分钟", "2天3小时", "0:05:12", "2h 5m", or a plain number of the unit. */
bool duration_read(const char *text, size_t n, enum duration_unit unit, int64_t *seconds);
