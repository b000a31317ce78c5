#pragma once
/* Day-month or month-day: decided for a whole column, with proof.
 *
 *	struct order_evidence *evidence = order_new();
 *	order_add(evidence, text, n);                  // every value of the column
 *	status = order_decide(evidence, &orders, &err);
 *	order_free(evidence); */
#include "base/err.h"
#include "input/moment.h"

struct order_evidence;

struct order_evidence *order_new(void);
void order_free(struct order_evidence *evidence);
void order_add(struct order_evidence *evidence, const char *text, size_t n);

/* Sets the order of every shape that was seen and is unknown in `orders`. -1 when values of a shape
 * can be read both ways or are mixed: the message counts them. */
int order_decide(
	const struct order_evidence *evidence, struct date_orders *orders, struct err *err);
