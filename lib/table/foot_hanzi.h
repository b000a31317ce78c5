#pragma once
/* Numbers in Chinese characters: "一百二十", "三千零五", "两万三千", "十二点五", "二〇二六".
 * Internal to foot_cell.c. */
#include <stdbool.h>

struct hanzi_number {
	double value;
	double unit;  /* of its last digit: 0.1 for "十二点五", 10000 for "十二万" */
	bool is_bare; /* digits alone: as well a label ("一", "二") */
};

/* Passes over the number at *text; false, and nothing passed over, where there is none. */
bool hanzi_number(const char **text, struct hanzi_number *number);
