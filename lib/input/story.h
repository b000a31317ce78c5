#pragma once
/* What the customer said, out of a cell that holds more: without tags and entities of HTML, without
 * what staff answered (【客服】, 坐席：, Agent:) and without the mails quoted below an answer. */
#include "base/mem.h"
#include "record/batch.h"

/* The text itself where there is nothing to take away, or nothing would be left; else a copy in the
 * arena. */
struct span story_of(struct span text, struct arena *arena);
