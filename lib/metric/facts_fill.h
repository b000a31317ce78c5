#pragma once
/* Fills the frame of facts from the store's columns (metric/pick.h). */
#include "metric/relations.h"
#include "sql/frame.h"

/* `columns` are the frame's. */
int facts_fill(const struct relations *relations, const struct frame_column *columns,
	struct frame *frame, struct err *err);
