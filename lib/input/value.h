#pragma once
/* Single cells: what stands for nothing, identifiers behind Excel's back, money, counts. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "record/batch.h"
#include "record/field.h"

/* The cell without blanks around it; no text when it says "nothing" ("-", "无", "NULL", "#N/A"). */
struct span value_trim(struct span cell);

/* A trimmed cell out of ="..." , which keeps Excel from spoiling what is in it. */
struct span value_unwrap(struct span cell);

/* An identifier without the leading tab, quote or ="..." that keep Excel from spoiling it,
 * full-width signs made ASCII. *is_damaged: Excel has spoilt it (2.02207E+18). */
struct span value_identifier(struct span cell, struct arena *arena, bool *is_damaged);

/* Fields whose texts are identifiers. */
bool value_is_identifier(enum field field);
/* Eighteen digits and more of which those behind the fifteenth are zeros: what Excel makes of a
 * long number. One in a thousand ends so by itself. */
bool value_is_rounded(struct span identifier);

/* "¥1,234.50", "１２元", "12元5角", "-3.5", "(3.50)", "1.2万" as fen. What can be meant in two ways
 * is none: "500-1000", "1,5", "1万2". */
bool value_money(struct span cell, int64_t *fen);
/* "3", "3.0", "3次", "1,204" */
bool value_count(struct span cell, int64_t *count);
