#pragma once
/* Labels as people write them, made codes: a name that rules/labels.csv has for a cause, in any
 * language and whatever its case, becomes the cause's code, and the name of a subcause likewise. Of
 * the causes' aliases only those are read that are not English.
 *
 *	"产品；物流：送货慢"   ->  "product;logistics:late"
 *	"PRODUCT、服务态度"   ->  "product;attitude"
 *	"NONE", "（未归类）", "不是投诉"   ->  ""
 *	"service;产品:外观"    ->  "service;product:外观"
 *	"logistics:late 送货慢"  ->  "logistics:late"          as kesu review offers it
 *
 * Labels of one's own stay as they are; one that has a pause (、) inside is split only where every
 * part is known. */
#include <stdbool.h>

#include "base/buf.h"
#include "cause/labelset.h"
#include "record/labels.h"

/* Appends the labels of a cell, joined by ';'. False when it has none at all, nor says that there
 * is no cause ("none", "unclassified"): nobody has judged it. */
bool label_codes(const struct labels *labels, const char *cell, struct buf *out);

/* Adds the labels that an option lists, product,logistics. */
void label_codes_listed(const struct labels *labels, const char *list, struct labelset *set);
