#pragma once
/* What single cells look like, whatever their header says. */
#include <stdbool.h>

#include "record/batch.h"

bool looks_like_date(struct span cell);  /* not of digits alone, which may be anything */
bool looks_like_phone(struct span cell); /* of China, masked ones too: 138****5678 */
bool looks_like_email(struct span cell);
bool looks_like_order(
	struct span cell); /* 12 digits or more that are no phone and no identity card */
bool looks_like_number(struct span cell);
bool looks_like_words(struct span cell); /* mostly letters, of any script */

/* A cell of data: no header is a date, a phone, an address of mail or a long number. */
bool looks_like_data(struct span cell);
