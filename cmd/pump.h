#pragma once
/* Records from an input to where they go: one thread reads and converts, two classify by turns,
 * this one writes. Batches stay in order. */
#include "cause/cause.h"
#include "input/input.h"

/* Calls `put` for every batch, in order. `classifier` NULL: causes are left as they come. -1 when
 * reading or `put` failed; the other side is stopped. */
int pump(struct input *input, const struct classifier *classifier,
	int (*put)(void *context, const struct batch *batch, struct err *err), void *context,
	struct err *err);
