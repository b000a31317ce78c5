#pragma once
/* Names that people read, for codes that the program uses, from rules/labels.csv:
 * field,value,zh-CN,zh-TW,en,aliases    (aliases joined by '|', read by ingest)
 *
 * `field` is a record field ("cause", "subcause", "status", "channel", ...) or one of "column"
 * (headers of result tables), "answer" (what people say instead of a cause), "period", "word". A
 * code without a name is shown as it is; "(unassigned)", "(other)" and "(total)" have their names
 *as words unless the field names them.
 *
 *	labels_text(labels, "cause", "product")  ->  "产品" */
#include <stddef.h>

#include "base/err.h"
#include "base/share.h"

struct labels;

struct labels *labels_load(const struct share *share, const char *lang, struct err *err);
void labels_free(struct labels *labels);

/* The name, or `value` itself; lives as long as `labels` and `value`. NULL labels are allowed. */
const char *labels_text(const struct labels *labels, const char *field, const char *value);

/* The code that an alias, a name in any language, or the code itself stands for (after folding
 * width, case and blanks), or NULL. */
const char *labels_code(const struct labels *labels, const char *field, const char *text, size_t n);
