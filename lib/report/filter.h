#pragma once
/* Filters of the template language: what stands behind '|'. One table row each.
 *
 * int fix1 pct0 pct1 change delta month date join sum count label flag default start plural capital
 * back first last */
#include "base/buf.h"
#include "base/err.h"
#include "report/scope.h"

/* Applies the filter named by n bytes of `name`; `argument` is NULL or the text behind the name
 * (quotes taken off). 1: done; 0: there is no such filter; -1: it does not fit the value. */
int filter_apply(const struct scope *scope, const char *name, size_t n, const char *argument,
	struct value *value, struct err *err);

/* A value as prose shows it. Text comes back as it is: escaping is the caller's. */
void filter_show(const struct scope *scope, const struct value *value, struct buf *out);
