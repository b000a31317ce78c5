#pragma once
/* ```kpi, ```chart, ```table and ```fields: each names a query and says how to show its columns. */
#include "base/err.h"
#include "report/draft.h"
#include "report/scope.h"

/* Adds the fence's block to the draft. */
int fence_fill(
	struct draft *draft, const struct scope *scope, const struct node *node, struct err *err);
