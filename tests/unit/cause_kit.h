#pragma once
/* Rules in a file of a test's own, and what they say of a text. */
#include <criterion/criterion.h>

#include "cause/cause.h"

/* The shipped rules, or those of `rows` below the header; NULL with `err`. */
struct classifier *cause_kit_load(const char *rows, struct err *err);
/* `causes` as "product:quality;attitude". */
void cause_kit_expect(struct classifier *c, const char *text, const char *causes);
